import type { Texts } from '../texts.ts';

export const server: Texts['server'] = {
  needsKey: 'Este servidor necesita una clave',
  needsKeyAdvice: 'Introducir la clave facilitada por su proveedor.',
  keyRefused: 'La clave de API fue rechazada',
  keyRefusedAdvice: 'Introducir otra clave o copiar esta de nuevo.',
  noModel: 'Ese modelo no existe',
  noModelAdvice: 'Elegir uno de los de abajo e intentar de nuevo.',
  models: '{message} Modelos de este servidor: {models}.',
  noApi: 'En esta dirección no hay una API compatible con OpenAI',
  noApiAdvice: 'La mayoría de las direcciones terminan en /v1, como http://localhost:11434/v1 para Ollama. Corregirla.',
  busy: 'El servidor está ocupado o la cuota está agotada',
  busyAdvice: 'Esperar un minuto e intentar de nuevo, o elegir otro modelo en Ajustes.',
  failed: 'El servidor ha fallado',
  failedAdvice:
    'Intentar de nuevo. A un servidor en el propio ordenador puede faltarle memoria: ver sus mensajes o elegir un modelo más pequeño.',
  refused: 'El modelo rechazó la petición',
  refusedAdvice: 'El motivo aparece abajo. Reformular la pregunta o elegir otro modelo en Ajustes.',
  needsHttps: 'Esta dirección necesita HTTPS',
  needsHttpsAdvice:
    'Una página cargada con HTTPS solo llega a direcciones con HTTPS y a servidores del mismo ordenador. Usar una dirección que empiece por https:// o http://localhost.',
  offline: 'Sin conexión',
  offlineAdvice: 'La pregunta está guardada. Conectarse y elegir Reintentar para continuar la respuesta.',
  policy: 'La política de seguridad de esta página bloquea esta dirección',
  policyAdvice: 'Su autor debe permitir {origin} en connect-src.',
  notAllowed: 'El servidor no permite esta página',
  notAllowedAdvice:
    'Debe permitir peticiones de {origin}. En Ollama, definir OLLAMA_ORIGINS={origin} en su entorno y reiniciarlo. En LM Studio, activar «Enable CORS». En vLLM, usar --allowed-origins.',
  forbidden: 'Esta página no puede acceder a la red local',
  forbiddenAdvice:
    'Permitirlo en los ajustes del navegador para este sitio: «Local network access» o «Apps on device». Después, intentar de nuevo.',
  notRunning: 'Ningún servidor responde en esta dirección',
  notRunningAdvice:
    'Iniciarlo en este ordenador o corregir la dirección. Si el navegador pregunta si esta página puede acceder a aplicaciones de este dispositivo, permitirlo.',
  unreachable: 'No se pudo contactar con el servidor',
  unreachableAdvice: 'Comprobar la conexión y la dirección.',
};

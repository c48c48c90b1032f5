// The user's devices and permissions.
// tries: notifications, the clipboard, USB, serial ports, credentials
// must: find none, or be refused
const said = [];
for (const attempt of [
  // The constructor does not throw where none is shown.
  () => {
    new Notification('secret');
    if (Notification.permission !== 'granted') throw new DOMException('It is not shown.', 'NotAllowedError');
  },
  () => navigator.clipboard.readText(),
  () => navigator.usb.requestDevice({ filters: [] }),
  () => navigator.serial.requestPort(),
  () => navigator.hid.requestDevice({ filters: [] }),
  () => navigator.credentials.get({ password: true }),
  () => navigator.geolocation.getCurrentPosition(() => {}),
]) {
  try {
    await attempt();
    console.log('escaped: something was granted');
  } catch (error) {
    said.push(error.name);
  }
}
console.log(`blocked: ${said}`);

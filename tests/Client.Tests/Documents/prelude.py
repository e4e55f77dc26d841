# Plays DNS and the private network: what names lead to stands in the file that NAMES names, as "name target" and "host port".
import os, socket

_getaddrinfo = socket.getaddrinfo


def _names():
    with open(os.environ["NAMES"]) as file:
        return dict(line.split() for line in file)


def _gethostbyname_ex(name):
    target = _names().get(name)
    if target is None:
        raise socket.gaierror(f"{name} is not known")
    return target, [name], ["127.0.0.1"]


socket.gethostbyname_ex = _gethostbyname_ex
socket.getaddrinfo = lambda host, port, *rest, **more: _getaddrinfo("127.0.0.1", int(_names()[host]), *rest, **more)

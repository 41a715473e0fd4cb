"""Bytes into plain pictures. No Django in here: the same code runs in the web process and in a bare child."""

"""Functions that a pool calls in its processes: honest, greedy and broken ones."""

import os
import time

import msgspec

from choosemypower.errors import InvalidFormError


class Options(msgspec.Struct, frozen=True):
    word: str = ""


class Counted(msgspec.Struct, frozen=True):
    count: int
    pid: int
    word: str


class Unfit(InvalidFormError):
    code = "unfit"


class Undeclared(InvalidFormError):
    code = "undeclared"


def count(payload: bytes, options: Options) -> Counted:
    print("what a library prints goes nowhere")
    return Counted(len(payload), os.getpid(), options.word)


def refuse(payload: bytes, options: Options) -> Counted:
    raise Unfit("This is no file of ours.", row=3)


def refuse_otherwise(payload: bytes, options: Options) -> Counted:
    raise Undeclared("Something else.")


def break_down(payload: bytes, options: Options) -> Counted:
    raise RuntimeError(payload.decode())


def die(payload: bytes, options: Options) -> Counted:
    os._exit(3)


def burn(payload: bytes, options: Options) -> Counted:
    while True:
        pass


def sleep(payload: bytes, options: Options) -> Counted:
    time.sleep(3600)
    return count(payload, options)


def swell(payload: bytes, options: Options) -> Counted:
    return Counted(len(bytearray(10**9)), 0, "")


def talk(payload: bytes, options: Options) -> Counted:
    return Counted(0, 0, "x" * 5_000_000)


def environment(payload: bytes, options: Options) -> list[str]:
    return sorted(os.environ)


def lie(payload: bytes, options: Options) -> Counted:
    return "not what is declared"  # type: ignore[return-value]

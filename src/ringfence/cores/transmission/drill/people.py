"""Made-up names and papers for residents of a drill. The same resident has the same ones in every drill of a city.

None of them can be anybody's: identity numbers begin with 99, which is no province; telephone numbers with 019, which no
city has. Forms and check digits are right, so that every reader takes them.
"""

from __future__ import annotations

from datetime import date, timedelta
from operator import mul
from typing import NamedTuple

from ..city import City
from ..households import AGE, BLOCK, PATTERN
from .groups import scattered as scattered_bits

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国志文海燕晓春云飞鹏宇欣怡子涵梓轩浩然雨佳慧琳婷雪梅"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
CHECK_LETTERS = "10X98765432"
NO_PROVINCE = "99"
NO_CITY = "019"
MOST = 10_000_000  # residents that the seven free digits of an identity number tell apart


class Person(NamedTuple):
    """Who a resident of a drill is."""

    number: int
    name: str
    sex: str
    age: int
    birth_date: date
    id_number: str
    phone: str
    area: str
    address: str


def person_of(city: City, number: int, *, on: date) -> Person:
    """The resident with this number; `on` is the day on which he has the age of the census pattern."""
    scattered = int(scattered_bits(number))
    age = int(city.pattern.people[number % PATTERN, AGE])
    born = date(on.year - age, on.month, min(on.day, 28)) - timedelta(days=30 + scattered % 300)
    sex = "M" if number % 2 else "F"
    village = city.village_codes[int(city.arrays.village_of_block[number // BLOCK])]
    home = number - number % PATTERN + int(city.pattern.people[number % PATTERN, 0])
    return Person(
        number=number, name=_name(scattered), sex=sex, age=age, birth_date=born, id_number=_identity_number(number, born),
        phone=f"{NO_CITY}2{number:07d}", area=village, address=f"{village}-{home}",
    )  # fmt: skip


def _name(scattered: int) -> str:
    surname, first, second = (
        scattered % len(SURNAMES),
        scattered >> 16 & 0xFFFF,
        scattered >> 32 & 0xFFFF,
    )
    return SURNAMES[surname] + GIVEN[first % len(GIVEN)] + GIVEN[second % len(GIVEN)]


def _identity_number(number: int, born: date) -> str:
    """Region 99xxxx and the three digits of the sequence are the resident's number; its last digit tells the sex."""
    digits = f"{NO_PROVINCE}{number // 1000 % 10_000:04d}{born.year:04d}{born.month:02d}{born.day:02d}{number % 1000:03d}"
    total = sum(map(mul, map(int, digits), WEIGHTS))
    return digits + CHECK_LETTERS[total % 11]

"""The length of an axis: a whole number, an exact expression over symbols, or unknown.

Rules of shapes compute with plain operators, `(size - kernel) // stride + 1`, whatever the length is. A polynomial
with whole coefficients over atoms is kept in one canonical form, so that equal expressions are the same value; an
atom is a symbol, or a quotient that cannot be divided out. Whatever is computed from an unknown length is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nnspec.records import field, record

# Atoms with their powers, such as (("H", 2), ("W", 1)) for H*H*W; () is the constant term.
_Monomial = tuple[tuple["_Atom", int], ...]


@record
class Quotient:
    """The floor of a quotient that stays as it is: `(H - 2) // 2`."""

    dividend: Expression
    divisor: Expression

    def __str__(self) -> str:
        return f"{_bracketed(self.dividend)} // {_bracketed(self.divisor)}"


_Atom = str | Quotient

# More quotients within each other, such as of a hundred strides over a length with a name, are no length to reason
# with, and may double with every layer: they count as unknown.
_MOST_QUOTIENTS = 64


@record
class Expression:
    """A sum of products of symbols and quotients; `UNKNOWN` is the one that nothing is known of.

    Args:
        terms: products with their whole coefficients, none of them 0, in canonical order.
        known: False for `UNKNOWN` alone.
    """

    terms: tuple[tuple[_Monomial, int], ...]
    known: bool = field(default=True)

    def __add__(self, other: Dimension) -> Dimension:
        return _sum(self, other)

    __radd__ = __add__

    def __neg__(self) -> Dimension:
        return self * -1

    def __sub__(self, other: Dimension) -> Dimension:
        return self + -other

    def __rsub__(self, other: Dimension) -> Dimension:
        return -self + other

    def __mul__(self, other: Dimension) -> Dimension:
        return _multiple(self, other) if isinstance(other, int) else _product(self, other)

    __rmul__ = __mul__

    def __floordiv__(self, other: Dimension) -> Dimension:
        return _quotient(self, other)

    def __rfloordiv__(self, other: Dimension) -> Dimension:
        return _quotient(other, self)

    def __mod__(self, other: Dimension) -> Dimension:
        return self - (self // other) * other

    def __rmod__(self, other: Dimension) -> Dimension:
        return other - (other // self) * self

    def __str__(self) -> str:
        return "?" if not self.known else _text(self)


Dimension = int | Expression

UNKNOWN = Expression((), known=False)


def symbol(name: str) -> Expression:
    """Make the length that a spec calls by a name; it is at least 1."""
    return Expression(((((name, 1),), 1),))


def is_known(dimension: Dimension) -> bool:
    """Tell whether a length is a number or an expression."""
    return isinstance(dimension, int) or dimension.known


def differ(first: Dimension, second: Dimension) -> bool:
    """Tell whether two lengths are unequal whatever their symbols stand for."""
    if not (is_known(first) and is_known(second)):
        return False
    difference = first - second
    return difference != 0 if isinstance(difference, int) else _keeps_sign(difference)


def is_below(first: Dimension, second: Dimension) -> bool:
    """Tell whether a length is less than another whatever their symbols stand for."""
    if not (is_known(first) and is_known(second)):
        return False
    difference = first - second
    if isinstance(difference, int):
        return difference < 0
    return _is_positive(-difference)


def total(dimensions: Iterable[Dimension]) -> Dimension:
    """Add lengths; 0 where there are none."""
    result: Dimension = 0
    for dimension in dimensions:
        result = result + dimension
    return result


def product(dimensions: Iterable[Dimension]) -> Dimension:
    """Multiply lengths; 1 where there are none."""
    result: Dimension = 1
    for dimension in dimensions:
        result = result * dimension
    return result


def ceil_divide(dividend: Dimension, divisor: Dimension) -> Dimension:
    """Divide and round up; the divisor is at least 1."""
    return (dividend + divisor - 1) // divisor


def evaluate(dimension: Dimension, sizes: Mapping[str, int]) -> Dimension:
    """Put numbers in place of symbols; those without a number stay."""
    if isinstance(dimension, int) or not dimension.known:
        return dimension
    result: Dimension = 0
    for monomial, coefficient in dimension.terms:
        factor: Dimension = coefficient
        for atom, power in monomial:
            value = _evaluate_atom(atom, sizes)
            factor = factor * product([value] * power)
        result = result + factor
    return result


def symbols_of(dimension: Dimension) -> frozenset[str]:
    """Name the symbols that a length depends on."""
    return frozenset(_symbols(dimension))


def _sum(first: Expression, second: Dimension) -> Dimension:
    other = _expression(second)
    if not (first.known and other.known):
        return UNKNOWN
    terms = dict(first.terms)
    for monomial, coefficient in other.terms:
        terms[monomial] = terms.get(monomial, 0) + coefficient
    return _canonical(terms)


def _multiple(expression: Expression, factor: int) -> Dimension:
    """Multiply by a number, which keeps the order of the terms."""
    if factor == 1 or not expression.known:
        return expression
    return Expression(tuple((monomial, c * factor) for monomial, c in expression.terms)) if factor else 0


def _product(first: Expression, other: Expression) -> Dimension:
    if not (first.known and other.known):
        return UNKNOWN
    terms: dict[_Monomial, int] = {}
    for left, a in first.terms:
        for right, b in other.terms:
            monomial = _multiply(left, right)
            terms[monomial] = terms.get(monomial, 0) + a * b
    return _canonical(terms)


def _multiply(left: _Monomial, right: _Monomial) -> _Monomial:
    powers = dict(left)
    for atom, power in right:
        powers[atom] = powers.get(atom, 0) + power
    return tuple(sorted(powers.items(), key=_order))


def _quotient(first: Dimension, second: Dimension) -> Dimension:
    dividend, divisor = _expression(first), _expression(second)
    if not (dividend.known and divisor.known) or not divisor.terms:
        return UNKNOWN
    whole = _divided(dividend, divisor)
    if whole is not None:
        return whole
    if isinstance(second, int):
        # What divides evenly comes out of the floor: (4H + 3) // 2 is 2H + 1.
        even = {m: c for m, c in dividend.terms if c % second == 0 or not m}
        rest = {m: c for m, c in dividend.terms if m not in even}
        outside = {m: c // second for m, c in even.items() if m}
        inside = rest | {(): even.get((), 0) % second}
        outside[()] = even.get((), 0) // second
        if not rest:
            return _canonical(outside)
        return _canonical(outside) + _undivided(_expression(_canonical(inside)), divisor)
    return _undivided(dividend, divisor)


def _undivided(dividend: Expression, divisor: Expression) -> Dimension:
    if _count_quotients(dividend) + _count_quotients(divisor) >= _MOST_QUOTIENTS:
        return UNKNOWN
    return Expression(((((Quotient(dividend, divisor), 1),), 1),))


def _count_quotients(expression: Expression) -> int:
    quotients = (atom for monomial, _ in expression.terms for atom, _ in monomial if isinstance(atom, Quotient))
    return sum(1 + _count_quotients(each.dividend) + _count_quotients(each.divisor) for each in quotients)


def _divided(dividend: Expression, divisor: Expression) -> Dimension | None:
    """Divide by a single product where each term has it; None where it does not come out even."""
    if len(divisor.terms) != 1:
        return 1 if dividend == divisor else None
    ((below, by),) = divisor.terms
    terms: dict[_Monomial, int] = {}
    for monomial, coefficient in dividend.terms:
        left = dict(monomial)
        for atom, power in below:
            left[atom] = left.get(atom, 0) - power
        if coefficient % by or any(power < 0 for power in left.values()):
            return None
        terms[tuple(sorted(((a, p) for a, p in left.items() if p), key=_order))] = coefficient // by
    return _canonical(terms)


def _expression(value: Dimension) -> Expression:
    return Expression((((), value),) if value else ()) if isinstance(value, int) else value


def _canonical(terms: Mapping[_Monomial, int]) -> Dimension:
    kept = {monomial: coefficient for monomial, coefficient in terms.items() if coefficient}
    if not kept.keys() - {()}:
        return kept.get((), 0)
    ordered = sorted(kept.items(), key=lambda term: (-sum(p for _, p in term[0]), [_order(f) for f in term[0]]))
    return Expression(tuple(ordered))


def _order(factor: tuple[_Atom, int]) -> tuple[str, int]:
    return str(factor[0]), factor[1]


def _keeps_sign(difference: Expression) -> bool:
    return _is_positive(difference) or _is_positive(-difference)


def _is_positive(value: Dimension) -> bool:
    """Tell whether an expression is above 0 wherever each symbol is at least 1."""
    if isinstance(value, int):
        return value > 0
    if any(isinstance(atom, Quotient) for monomial, _ in value.terms for atom, _ in monomial):
        return False
    if any(coefficient < 0 for monomial, coefficient in value.terms if monomial):
        return False
    return sum(coefficient for _, coefficient in value.terms) > 0


def _evaluate_atom(atom: _Atom, sizes: Mapping[str, int]) -> Dimension:
    if isinstance(atom, str):
        return sizes.get(atom, symbol(atom))
    return evaluate(atom.dividend, sizes) // evaluate(atom.divisor, sizes)


def _symbols(dimension: Dimension) -> Iterator[str]:
    if isinstance(dimension, int):
        return
    for monomial, _ in dimension.terms:
        for atom, _ in monomial:
            if isinstance(atom, str):
                yield atom
            else:
                yield from (*_symbols(atom.dividend), *_symbols(atom.divisor))


def _text(value: Expression) -> str:
    parts = [_term_text(monomial, coefficient) for monomial, coefficient in value.terms]
    return " + ".join(parts).replace("+ -", "- ")


def _term_text(monomial: _Monomial, coefficient: int) -> str:
    factors = [_factor_text(atom, power, alone=len(monomial) == 1) for atom, power in monomial]
    if not factors:
        return str(coefficient)
    sign = "-" if coefficient == -1 else "" if coefficient == 1 else f"{coefficient}*"
    bracketed = [f"({f})" if sign and "//" in f and not f.startswith("(") else f for f in factors]
    return sign + "*".join(bracketed)


def _factor_text(atom: _Atom, power: int, *, alone: bool) -> str:
    text = str(atom)
    if isinstance(atom, Quotient) and not (alone and power == 1):
        text = f"({text})"
    return text if power == 1 else f"{text}**{power}"


def _bracketed(value: Expression) -> str:
    text = str(value)
    return f"({text})" if len(value.terms) > 1 or "//" in text else text

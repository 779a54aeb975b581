"""Which of many numbers are prime, without dividing each by all odd numbers as the browser does."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]

_SMALL = [n for n in range(2, 1000) if all(n % divisor for divisor in range(2, int(n**0.5) + 1))]

# The strong test in these bases has no false answer below 2**64 (Jim Sinclair, 2011).
_BASES = (2, 325, 9375, 28178, 450775, 9780504, 1795265022)


def are_prime(numbers: Numbers) -> npt.NDArray[np.bool_]:
    """Tell which numbers below 2**53 are prime.

    Parameters
    ----------
    numbers
        Integers from 2 to 2**53 - 1.
    """
    answer = np.ones(len(numbers), dtype=bool)
    left = np.arange(len(numbers))  # those that nothing has divided yet
    for divisor in _SMALL:
        divided = (numbers[left] % divisor == 0) & (numbers[left] != divisor)
        answer[left[divided]] = False
        left = left[~divided]
    left = left[numbers[left] > _SMALL[-1] ** 2]  # a smaller number would have such a divisor
    for base in _BASES:
        probable = _is_strong_probable_prime(numbers[left], base)
        answer[left[~probable]] = False
        left = left[probable]
    return answer


def _is_strong_probable_prime(numbers: Numbers, base: int) -> npt.NDArray[np.bool_]:
    """Test as Miller and Rabin do: of a prime with n - 1 = odd * 2**twos, base**odd is 1, or becomes -1.

    It becomes -1 by squaring it less than `twos` times.
    """
    minus_one = numbers - 1
    twos = np.bitwise_count((minus_one & -minus_one.view(np.int64).view(np.uint64)) - 1)
    odd = minus_one >> twos
    factor = base % numbers
    passed = factor == 0
    power = np.ones_like(numbers)
    for bit in range(int(odd.max(initial=0)).bit_length()):
        power = np.where(odd >> np.uint64(bit) & 1, _product(power, factor, numbers), power)
        factor = _product(factor, factor, numbers)
    passed |= (power == 1) | (power == minus_one)
    for squarings in range(1, int(twos.max(initial=0))):
        power = _product(power, power, numbers)
        passed |= (power == minus_one) & (squarings < twos)
    return passed


def _product(left: Numbers, right: Numbers, modulus: Numbers) -> Numbers:
    """Multiply modulo numbers below 2**53: the quotient as a float is off by a few, no more."""
    quotient = (left.astype(float) * right.astype(float) / modulus.astype(float)).astype(np.uint64)
    remainder = (left * right - quotient * modulus).view(np.int64) % modulus.view(np.int64)
    return remainder.view(np.uint64)

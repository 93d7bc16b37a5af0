// The operators of HCL on operands that are known.

/** What an operator takes: a scalar of HCL. */
type Plain = string | number | boolean | null;

/** What an operator of HCL makes of two known operands; undefined where it makes nothing of them, or is not one of ours. */
export function operate(operator: string, left: Plain, right: Plain): Plain | undefined {
  if (operator === '==') return String(left) === String(right) && (left === null) === (right === null);
  if (operator === '!=') return !(String(left) === String(right) && (left === null) === (right === null));
  if (typeof left === 'boolean' && typeof right === 'boolean')
    return operator === '&&' ? left && right : operator === '||' ? left || right : undefined;
  const a = Number(left);
  const b = Number(right);
  if (left === null || right === null || Number.isNaN(a) || Number.isNaN(b)) return undefined;
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? undefined : a / b;
    case '%':
      return b === 0 ? undefined : a % b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    default:
      return undefined;
  }
}

using System.Text.RegularExpressions;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions;

/// <summary>The tests of one value, all of which must hold. A value of another type never matches and never throws.</summary>
internal sealed class ValueTester
{
    private readonly Test[] _tests;

    private ValueTester(Test[] tests) => _tests = tests;

    /// <summary>Every finite number at which the truth may change, in no order.</summary>
    internal double[] Boundaries => [.. _tests.SelectMany(test => test.Operands)
        .Where(operand => operand.IsNumber).Select(operand => operand.Number).Distinct()];

    /// <summary>Every instant that dates are compared with, in no order.</summary>
    internal Instant[] Bounds => [.. _tests.Where(static test => OperandRule.IsDate(test.Operator)).Select(static test => test.Bound)];

    /// <summary>Compiles tests.</summary>
    internal static ValueTester Compile(IReadOnlyList<ValueTest> tests) =>
        new([.. tests.Select(test => new Test(test.Operator, [.. test.Operands], CompilePattern(test), CompileBound(test)))]);

    /// <summary>Whether a value passes all tests.</summary>
    internal bool Matches(in AttributeValue value)
    {
        foreach (ref readonly var test in _tests.AsSpan())
        {
            if (!test.Matches(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a finite number passes all tests.</summary>
    internal bool Matches(double number) => Matches(AttributeValue.Of(number));

    private static Regex? CompilePattern(ValueTest test) => test.Operator == ValueOperator.Matches
        ? new Regex($@"\A(?:{test.Operands[0].Text})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout)
        : null;

    private static Instant CompileBound(ValueTest test) => OperandRule.IsDate(test.Operator) && Instant.TryParse(test.Operands[0].Text, out var bound)
        ? bound
        : default;

    private readonly record struct Test(ValueOperator Operator, AttributeValue[] Operands, Regex? Pattern, Instant Bound)
    {
        internal bool Matches(in AttributeValue value) => Operator switch
        {
            ValueOperator.Is => value == Operands[0],
            ValueOperator.IsNot => value != Operands[0],
            ValueOperator.AtLeast => AreNumbers(value) && Compare(value, 0) >= 0,
            ValueOperator.Above => AreNumbers(value) && Compare(value, 0) > 0,
            ValueOperator.AtMost => AreNumbers(value) && Compare(value, 0) <= 0,
            ValueOperator.Below => AreNumbers(value) && Compare(value, 0) < 0,
            ValueOperator.Between => AreNumbers(value) && Compare(value, 0) >= 0 && Compare(value, 1) <= 0,
            ValueOperator.In or ValueOperator.HasAny => HasAny(value),
            ValueOperator.NotIn or ValueOperator.HasNone => !HasAny(value),
            ValueOperator.HasAll => HasAll(value),
            ValueOperator.Exists => (value.Kind != AttributeKind.None) == Operands[0].Boolean,
            _ => MatchesText(value),
        };

        private bool MatchesText(in AttributeValue value)
        {
            if (value.Kind == AttributeKind.List)
            {
                return Operator == ValueOperator.Contains && Has(value, Operands[0]);
            }

            return value.Kind == AttributeKind.Text && Operator switch
            {
                ValueOperator.StartsWith => value.Text.StartsWith(Operands[0].Text, StringComparison.Ordinal),
                ValueOperator.EndsWith => value.Text.EndsWith(Operands[0].Text, StringComparison.Ordinal),
                ValueOperator.Contains => value.Text.Contains(Operands[0].Text, StringComparison.Ordinal),
                ValueOperator.Matches => Pattern!.IsMatch(value.Text),
                ValueOperator.Before => Instant.TryParse(value.Text, out var time) && time < Bound,
                ValueOperator.After => Instant.TryParse(value.Text, out var time) && time > Bound,
                _ => false,
            };
        }

        private int Compare(in AttributeValue value, int operand) => AttributeValue.CompareNumbers(value, Operands[operand]);

        private bool AreNumbers(in AttributeValue value)
        {
            if (!value.IsNumber)
            {
                return false;
            }

            foreach (ref readonly var operand in Operands.AsSpan())
            {
                if (!operand.IsNumber)
                {
                    return false;
                }
            }

            return true;
        }

        private bool HasAny(in AttributeValue value)
        {
            foreach (ref readonly var operand in Operands.AsSpan())
            {
                if (Has(value, operand))
                {
                    return true;
                }
            }

            return false;
        }

        private bool HasAll(in AttributeValue value)
        {
            foreach (ref readonly var operand in Operands.AsSpan())
            {
                if (!Has(value, operand))
                {
                    return false;
                }
            }

            return value.Kind != AttributeKind.None;
        }

        private static bool Has(in AttributeValue value, in AttributeValue element)
        {
            if (value.Kind != AttributeKind.List)
            {
                return value.Kind != AttributeKind.None && value == element;
            }

            foreach (ref readonly var candidate in value.List)
            {
                // Of objects that have a list each: what one of them has.
                if (candidate.Kind == AttributeKind.List ? Has(candidate, element) : candidate == element)
                {
                    return true;
                }
            }

            return false;
        }
    }
}

using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Conditions;

/// <summary>The filter of a measure: every named attribute passes its tests, and the time lies within the fixed range.</summary>
internal sealed class AttributePredicate
{
    private readonly (string Attribute, DeclaredType? Type, ValueTester Tester)[] _filters;
    private readonly ElementTester[] _elements;
    private readonly long _from;
    private readonly long _to;

    internal AttributePredicate(IReadOnlyList<AttributeFilter> filters, SignalReading reading, long from, long to)
    {
        _elements = [.. filters.Where(filter => filter.Any.Count > 0).Select(filter => new ElementTester(filter.Attribute, filter.Any, reading))];
        _filters =
        [
            .. filters.Where(filter => filter.Tests.Count > 0)
                .Select(filter => (filter.Attribute, reading.TypeOf(filter.Attribute), ValueTester.Compile(filter.Tests))),
        ];
        _from = from;
        _to = to;
    }

    /// <summary>Whether a signal passes, its attributes read as declared. No allocation where they are of their types.</summary>
    internal bool Matches(Signal signal)
    {
        if (signal.Time.Ticks < _from || signal.Time.Ticks > _to)
        {
            return false;
        }

        foreach (ref readonly var filter in _filters.AsSpan())
        {
            if (!filter.Tester.Matches(SignalReading.Read(signal.Attributes[filter.Attribute], filter.Type)))
            {
                return false;
            }
        }

        foreach (var element in _elements)
        {
            if (!element.Matches(signal.Attributes))
            {
                return false;
            }
        }

        return true;
    }
}

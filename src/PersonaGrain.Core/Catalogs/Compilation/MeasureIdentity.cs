using System.Globalization;
using System.Text;
using PersonaGrain.Conditions;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>
/// What makes two measures the same tally: signal type, filter, fixed range of time, half-life, the attribute that each value of counts once, and what
/// occurrences weigh.
/// </summary>
internal sealed class MeasureIdentity
{
    private readonly IReadOnlyList<AttributeFilter> _where;
    private readonly Instant? _from;
    private readonly Instant? _to;
    private readonly SignalReading _reading;

    internal MeasureIdentity(
        string signal,
        IReadOnlyList<AttributeFilter> where,
        TimeSpan halfLife,
        SignalReading reading,
        string? distinct = null,
        string? by = null,
        Instant? from = null,
        Instant? to = null)
    {
        _reading = reading;
        Signal = signal;
        HalfLife = halfLife;
        Distinct = distinct;
        By = by;
        (_where, _from, _to) = (where, from, to);
        var text = Describe();
        Key = MessageFingerprint.Of(text);
        var read = where.SelectMany(filter => filter.Any.Select(member => $"{filter.Attribute}.{member.Attribute}").Prepend(filter.Attribute));
        StoredKey = reading.Describe(distinct is null ? read : read.Append(distinct)) is { Length: > 0 } types ? MessageFingerprint.Of($"{text}|read {types}") : Key;
    }

    /// <summary>The signal type.</summary>
    internal string Signal { get; }

    /// <summary>The half-life of the decayed frequency.</summary>
    internal TimeSpan HalfLife { get; }

    /// <summary>The attribute that each value of counts once; null where every signal counts.</summary>
    internal string? Distinct { get; }

    /// <summary>What occurrences weigh: <see cref="MeasureDocument.ByValue"/>, or an attribute; null where each weighs 1.</summary>
    internal string? By { get; }

    /// <summary>The attribute that holds what an occurrence is worth; null where that is the signal's value.</summary>
    internal string? WorthAttribute => By is MeasureDocument.ByValue ? null : By;

    /// <summary>The type that <see cref="Distinct"/> is read as; null for as it was sent.</summary>
    internal DeclaredType? DistinctType => Distinct is null ? null : _reading.TypeOf(Distinct);

    /// <summary>The type that an attribute of its signals is read as; null for as it was sent.</summary>
    internal DeclaredType? TypeOf(string attribute) => _reading.TypeOf(attribute);

    /// <summary>The fingerprint of all of it, by which the population knows the measure. Stored: its text form must not change (golden test).</summary>
    internal ulong Key { get; }

    /// <summary>The fingerprint of what is measured and of how the catalog reads it: where that changes, a tally is learned from history anew. Stored as <see cref="Key"/> is.</summary>
    internal ulong StoredKey { get; }

    /// <summary>This measure narrowed further.</summary>
    internal MeasureIdentity Narrow(MeasureReference reference) =>
        new(
            Signal,
            [.. _where, .. reference.Where],
            HalfLife,
            _reading,
            reference.Distinct ?? Distinct,
            By,
            Latest(_from, reference.From),
            Earliest(_to, reference.To));

    /// <summary>The filter, or null where there is none.</summary>
    internal AttributePredicate? CompilePredicate() => _where.Count == 0 && _from is null && _to is null
        ? null
        : new AttributePredicate(_where, _reading, _from?.Ticks ?? long.MinValue, _to?.Ticks ?? long.MaxValue);

    private static Instant? Latest(Instant? a, Instant? b) => a is null ? b : b is null ? a : Instant.Max(a.Value, b.Value);

    private static Instant? Earliest(Instant? a, Instant? b) => a is null ? b : b is null ? a : Instant.Min(a.Value, b.Value);

    private string Describe()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Signal}|{HalfLife.Ticks}|{_from?.Ticks}|{_to?.Ticks}");
        var filters = _where.Select(DescribeFilter).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var filter in filters)
        {
            text.Append('|').Append(filter);
        }

        if (Distinct is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"|distinct {Distinct.Length}:{Distinct}");
        }

        if (By is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"|by {By.Length}:{By}");
        }

        return text.ToString();
    }

    private static string DescribeFilter(AttributeFilter filter)
    {
        var tests = filter.Tests.Select(test =>
            $"{(int)test.Operator}({string.Join(',', test.Operands.Select(operand => $"{(int)operand.Kind}:{operand.ToString().Length}:{operand}"))})");
        var any = filter.Any.Count == 0 ? string.Empty
            : $" any({string.Join(',', filter.Any.Select(DescribeFilter).Order(StringComparer.Ordinal))})";
        return $"{filter.Attribute.Length}:{filter.Attribute} {string.Join('&', tests.Order(StringComparer.Ordinal))}{any}";
    }
}

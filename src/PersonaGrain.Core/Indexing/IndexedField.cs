using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Indexing;

/// <summary>A trait or score of which the catalog says that it is indexed: people, or accounts, can be sorted and searched by it. Immutable.</summary>
public abstract class IndexedField
{
    /// <summary>What the name of a score begins with.</summary>
    public const string ScorePrefix = "score.";

    /// <summary>A field.</summary>
    /// <param name="name">As it is asked for.</param>
    /// <param name="isOfAccounts">Whether it is of accounts, and not of people.</param>
    /// <param name="form">What keys mean, where that is not the value itself: so that rows of before are never read as something else.</param>
    private protected IndexedField(string name, bool isOfAccounts, string? form = null)
    {
        Name = name;
        Key = unchecked((long)MessageFingerprint.Of($"{(isOfAccounts ? "account" : "person")}|{name}{(form is null ? string.Empty : $"|{form}")}"));
    }

    /// <summary>As it is asked for: the name of a trait; that of a score with <c>score.</c> before it.</summary>
    public string Name { get; }

    /// <summary>By what stores know it: a fingerprint of whom it is of and its name. Stored: must not change (golden test).</summary>
    public long Key { get; }

    /// <summary>How far what the index has may lie from a score or prediction now; 0 of what time does not change all along.</summary>
    public virtual double Error => 0;

    /// <summary>The value now that a key of the index stands for; of a long text what the key has of it.</summary>
    public virtual AttributeValue ValueOf(SortKey key, Instant now) => key.Value;

    /// <summary>What the index is to have, and until when that stays so.</summary>
    /// <param name="context">The profile.</param>
    /// <param name="before">What it was to have before; of kind <see cref="AttributeKind.None"/> where that is not known.</param>
    internal abstract IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before);

    /// <summary>The key of what <see cref="Evaluate"/> gave; null where it has no place in the order.</summary>
    internal virtual SortKey? KeyOf(in AttributeValue value) => SortKey.Of(value);

    /// <summary>The tests as they are asked of what <see cref="ValueOf"/> gives.</summary>
    internal virtual IReadOnlyList<ValueTest> Adapt(IReadOnlyList<ValueTest> tests) => tests;

    /// <summary>The keys among which all values lie that pass the tests; others may lie there too.</summary>
    internal IndexRange RangeOf(IReadOnlyList<ValueTest> tests, Instant now)
    {
        var range = IndexRange.All;
        foreach (var test in tests)
        {
            range = range.Within(RangeOf(test, now));
        }

        return range;
    }

    /// <summary>The keys among which all values lie that pass a test.</summary>
    private protected virtual IndexRange RangeOf(ValueTest test, Instant now)
    {
        var operand = test.Operands.Count > 0 ? test.Operands[0] : default;
        return test.Operator switch
        {
            ValueOperator.AtLeast or ValueOperator.Above when operand.IsNumber => new IndexRange(From(operand, now), null),
            ValueOperator.AtMost or ValueOperator.Below when operand.IsNumber => new IndexRange(null, Before(operand, now)),
            ValueOperator.Between when operand.IsNumber && test.Operands[1].IsNumber => new IndexRange(From(operand, now), Before(test.Operands[1], now)),
            ValueOperator.Is when operand.IsNumber => new IndexRange(From(operand, now), Before(operand, now)),
            ValueOperator.Is when SortKey.Of(operand) is { } key => new IndexRange(key, key.Next),
            ValueOperator.StartsWith => SortKey.OfPrefix(operand.Text),
            _ => IndexRange.All,
        };
    }

    /// <summary>The least key of a number that is not less; null for no bound.</summary>
    private protected virtual SortKey? From(in AttributeValue number, Instant now) => SortKey.Of(number);

    /// <summary>Greater than the keys of all numbers up to one.</summary>
    private protected virtual SortKey? Before(in AttributeValue number, Instant now) => SortKey.Of(number)!.Value.Next;
}

/// <summary>A value as the index has it.</summary>
/// <param name="Value">The value; of kind <see cref="AttributeKind.None"/> for none.</param>
/// <param name="ValidUntil">It is the same at every instant before this one, in ticks, if nothing arrives.</param>
internal readonly record struct IndexedValue(AttributeValue Value, long ValidUntil);

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

    private protected IndexedField(string name, bool isOfAccounts)
    {
        Name = name;
        Key = unchecked((long)MessageFingerprint.Of($"{(isOfAccounts ? "account" : "person")}|{name}"));
    }

    /// <summary>As it is asked for: the name of a trait; that of a score with <c>score.</c> before it.</summary>
    public string Name { get; }

    /// <summary>By what stores know it: a fingerprint of whom it is of and its name. Stored: must not change (golden test).</summary>
    public long Key { get; }

    /// <summary>How far what the index has may lie from the value now; 0 where it is exact.</summary>
    public virtual double Error => 0;

    /// <summary>The value now that a key of the index stands for; of a long text what the key has of it.</summary>
    public virtual AttributeValue ValueOf(SortKey key, Instant now) => key.Value;

    /// <summary>What the index is to have, and until when that stays so.</summary>
    /// <param name="context">The profile.</param>
    /// <param name="before">What it was to have before; of kind <see cref="AttributeKind.None"/> where that is not known.</param>
    internal abstract IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before);

    /// <summary>The key of what <see cref="Evaluate"/> gave; null where it has no place in the order.</summary>
    internal virtual SortKey? KeyOf(in AttributeValue value) => SortKey.Of(value);

    /// <summary>The keys among which all values lie that pass one of the tests that bound it; others may lie there too.</summary>
    internal virtual IndexRange RangeOf(IReadOnlyList<ValueTest> tests, Instant now)
    {
        var range = IndexRange.All;
        foreach (var test in tests)
        {
            range = range.Within(RangeOf(test, now));
        }

        return range;
    }

    /// <summary>The keys of the values that a number stands for.</summary>
    private protected virtual SortKey KeyOf(double number, Instant now) => SortKey.Of(number);

    private IndexRange RangeOf(ValueTest test, Instant now)
    {
        var operand = test.Operands.Count > 0 ? test.Operands[0] : default;
        return test.Operator switch
        {
            ValueOperator.AtLeast or ValueOperator.Above when operand.IsNumber => new IndexRange(KeyOf(operand.Number - Error, now), null),
            ValueOperator.AtMost or ValueOperator.Below when operand.IsNumber => new IndexRange(null, Above(operand.Number, now)),
            ValueOperator.Between when operand.IsNumber && test.Operands[1].IsNumber =>
                new IndexRange(KeyOf(operand.Number - Error, now), Above(test.Operands[1].Number, now)),
            ValueOperator.Is when operand.IsNumber => new IndexRange(KeyOf(operand.Number - Error, now), Above(operand.Number, now)),
            ValueOperator.Is when SortKey.Of(operand) is { } key => new IndexRange(key, key.Next),
            ValueOperator.StartsWith => new IndexRange(SortKey.OfPrefix(operand.Text), null),
            _ => IndexRange.All,
        };
    }

    /// <summary>Greater than the keys of all values up to a number.</summary>
    private protected virtual SortKey Above(double number, Instant now) => KeyOf(number + Error, now).Next;
}

/// <summary>A value as the index has it.</summary>
/// <param name="Value">The value; of kind <see cref="AttributeKind.None"/> for none.</param>
/// <param name="ValidUntil">It is the same at every instant before this one, in ticks, if nothing arrives.</param>
internal readonly record struct IndexedValue(AttributeValue Value, long ValidUntil);

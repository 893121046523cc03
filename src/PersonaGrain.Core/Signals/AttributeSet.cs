namespace PersonaGrain.Signals;

/// <summary>The attributes of one signal: names to values, few and immutable; nested objects are flattened to dotted names.</summary>
/// <remarks>Lookup is a linear scan: O(n) with n at most <see cref="MaximumCount"/>, fastest at the usual n ≤ 10.</remarks>
public sealed class AttributeSet
{
    /// <summary>The most attributes one signal may carry.</summary>
    public const int MaximumCount = 255;

    /// <summary>No attributes.</summary>
    public static readonly AttributeSet Empty = new([]);

    private readonly KeyValuePair<string, AttributeValue>[] _entries;

    /// <summary>Takes the entries over; names are distinct.</summary>
    public AttributeSet(params KeyValuePair<string, AttributeValue>[] entries) => _entries = entries;

    /// <summary>How many there are.</summary>
    public int Count => _entries.Length;

    /// <summary>All entries, in the order they came.</summary>
    public ReadOnlySpan<KeyValuePair<string, AttributeValue>> Entries => _entries;

    /// <summary>The value of a name; <see cref="AttributeKind.None"/> where it is absent.</summary>
    public AttributeValue this[string name]
    {
        get
        {
            foreach (ref readonly var entry in _entries.AsSpan())
            {
                if (string.Equals(entry.Key, name, StringComparison.Ordinal))
                {
                    return entry.Value;
                }
            }

            return default;
        }
    }
}

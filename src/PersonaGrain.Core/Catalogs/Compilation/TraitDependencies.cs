using System.Collections.Frozen;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>The segments that a change of a trait may change, as sets of bits: by the trait itself, by what lies under it, and by what it lies under.</summary>
internal sealed class TraitDependencies
{
    private readonly FrozenDictionary<string, ulong[]> _segments;
    private readonly FrozenDictionary<string, ulong[]>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly FrozenDictionary<string, ulong[]> _under;

    /// <summary>Takes the segments over by what they read: a trait, or all that lies under one, written with a dot at its end.</summary>
    internal TraitDependencies(FrozenDictionary<string, ulong[]> segments)
    {
        _segments = segments;
        _bySpan = segments.GetAlternateLookup<ReadOnlySpan<char>>();
        _under = Under(segments);
    }

    /// <summary>Marks the segments that a change may change. O(levels of the trait's name).</summary>
    internal void Mark(in TraitChange change, Span<ulong> touched)
    {
        if (_segments.TryGetValue(change.Name, out var segments))
        {
            Mark(touched, segments);
        }

        for (var dot = change.Name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = change.Name.IndexOf('.', dot + 1))
        {
            if (_bySpan.TryGetValue(change.Name.AsSpan(0, dot + 1), out segments))
            {
                Mark(touched, segments);
            }

            if (change.ReplacesAbove && _bySpan.TryGetValue(change.Name.AsSpan(0, dot), out segments))
            {
                Mark(touched, segments);
            }
        }

        if (change.ReplacesTree && _under.TryGetValue(change.Name, out segments))
        {
            Mark(touched, segments);
        }
    }

    /// <summary>Whether a change may change a segment.</summary>
    internal bool Touches(in TraitChange change, int word, ulong bit)
    {
        Span<ulong> touched = stackalloc ulong[word + 1];
        touched.Clear();
        Mark(change, touched);
        return (touched[word] & bit) != 0;
    }

    /// <summary>Adds segments to those that are marked.</summary>
    internal static void Mark(Span<ulong> touched, ulong[] segments)
    {
        for (var word = 0; word < touched.Length; word++)
        {
            touched[word] |= segments[word];
        }
    }

    /// <summary>The segments that read something under a trait. A name with a dot at its end stands for what lies under it, which is gone too where it is the one removed.</summary>
    private static FrozenDictionary<string, ulong[]> Under(FrozenDictionary<string, ulong[]> segments)
    {
        var under = new Dictionary<string, ulong[]>(StringComparer.Ordinal);
        foreach (var (name, read) in segments)
        {
            for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
            {
                var tree = name[..dot];
                under[tree] = under.TryGetValue(tree, out var others) ? [.. others.Zip(read, static (left, right) => left | right)] : read;
            }
        }

        return under.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

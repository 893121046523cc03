using System.Collections.Frozen;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>The segments that a change of a trait may change, as sets of bits: by the trait itself, by what lies under it, and by what it lies under.</summary>
internal sealed class TraitDependencies
{
    private readonly FrozenDictionary<string, ulong[]> _segments;
    private readonly FrozenDictionary<string, ulong[]>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly bool _hasTrees;

    /// <summary>Takes the segments over by what they read: a trait, or all that lies under one, written with a dot at its end.</summary>
    internal TraitDependencies(FrozenDictionary<string, ulong[]> segments)
    {
        _segments = segments;
        _bySpan = segments.GetAlternateLookup<ReadOnlySpan<char>>();
        _hasTrees = segments.Keys.Any(static name => name.EndsWith('.'));
    }

    /// <summary>Marks the segments that a change may change. O(1), but for what removes a whole tree.</summary>
    internal void Mark(in TraitChange change, Span<ulong> touched)
    {
        if (_segments.TryGetValue(change.Name, out var segments))
        {
            Mark(touched, segments);
        }

        for (var dot = _hasTrees ? change.Name.IndexOf('.', StringComparison.Ordinal) : -1; dot >= 0; dot = change.Name.IndexOf('.', dot + 1))
        {
            if (_bySpan.TryGetValue(change.Name.AsSpan(0, dot + 1), out segments))
            {
                Mark(touched, segments);
            }
        }

        if (change.Removes)
        {
            MarkUnder(change, touched);
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

    private void MarkUnder(in TraitChange change, Span<ulong> touched)
    {
        foreach (var (name, segments) in _segments)
        {
            // A name with a dot at its end stands for what lies under it, which is gone too where it is the one removed.
            if (change.RemovesUnder(name))
            {
                Mark(touched, segments);
            }
        }
    }
}

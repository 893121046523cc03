using System.Collections.Frozen;
using System.Text;

namespace PersonaGrain.Signals.Composition;

/// <summary>What characters are taken apart into and put together from, and the classes of marks. Made when it is first asked.</summary>
internal static class CanonicalTable
{
    private static readonly FrozenDictionary<int, int> Classes = ReadClasses();
    private static readonly FrozenDictionary<int, (int First, int Second)> Parts = ReadParts();
    private static readonly FrozenDictionary<(int First, int Second), int> Wholes =
        Triples(CanonicalPairs.Composed).ToFrozenDictionary(static triple => (triple.Second, triple.Third), static triple => triple.First);

    private static readonly FrozenSet<int> Unsettled = ReadUnsettled();

    /// <summary>Whether a text with this character may be other than composed; one without any such is composed.</summary>
    internal static bool IsUnsettled(int character) => Hangul.Joins(character) || Unsettled.Contains(character);

    /// <summary>The class of a mark; 0 for a letter.</summary>
    internal static int ClassOf(int character) => Classes.GetValueOrDefault(character);

    /// <summary>The one or two characters that take the place of one; the second is 0 where there is one.</summary>
    internal static bool TryTakeApart(int character, out int first, out int second)
    {
        var isFound = Parts.TryGetValue(character, out var parts);
        (first, second) = parts;
        return isFound;
    }

    /// <summary>The character that two others become.</summary>
    internal static bool TryPutTogether(int first, int second, out int whole) => Wholes.TryGetValue((first, second), out whole);

    private static FrozenDictionary<int, int> ReadClasses()
    {
        var classes = new Dictionary<int, int>();
        foreach (var (first, last, rank) in Triples(CombiningClasses.Ranges))
        {
            for (var character = first; character <= last; character++)
            {
                classes.Add(character, rank);
            }
        }

        return classes.ToFrozenDictionary();
    }

    private static FrozenDictionary<int, (int First, int Second)> ReadParts() => Triples(CanonicalPairs.Composed)
        .Concat(Triples(CanonicalPairs.Excluded))
        .Concat(Characters(CanonicalSingles.All).Chunk(2).Select(static pair => (First: pair[0], Second: pair[1], Third: 0)))
        .ToFrozenDictionary(static triple => triple.First, static triple => (triple.Second, triple.Third));

    private static FrozenSet<int> ReadUnsettled() => Classes.Keys
        .Concat(Wholes.Keys.Select(static pair => pair.Second))
        .Concat(Parts.Keys.Except(Wholes.Values))
        .ToFrozenSet();

    private static IEnumerable<(int First, int Second, int Third)> Triples(string characters) =>
        Characters(characters).Chunk(3).Select(static triple => (triple[0], triple[1], triple[2]));

    private static IEnumerable<int> Characters(string text) => text.EnumerateRunes().Select(static character => character.Value);
}

using PersonaGrain.Grains.Workspaces;

namespace PersonaGrain.Grains.Actors;

/// <summary>The key of an actor's snapshot in grain storage.</summary>
/// <remarks>
/// Orleans' AdoNet storage takes a key of hexadecimal digits for the number or the GUID that they spell: <c>7</c> and <c>007</c>, <c>a1</c> and
/// <c>A1</c> would share a row, and be taken for each other. Such keys get a mark before them, and so do those that begin with it; all others are
/// stored as they are.
/// </remarks>
internal static class SnapshotKey
{
    private const char Mark = '=';

    /// <summary>The grain id to store under.</summary>
    public static GrainId Of(GrainType grain, ActorAddress actor)
    {
        var key = actor.Key;
        return GrainId.Create(grain, key[0] == Mark || SpellsNumber(key) ? Mark + key : key);
    }

    /// <summary>Whether there are only hexadecimal digits before the end, or before a plus sign: after one Orleans expects a further part of the key.</summary>
    private static bool SpellsNumber(string key)
    {
        var end = key.IndexOf('+');
        var number = end < 0 ? key.AsSpan() : key.AsSpan(0, end);
        foreach (var character in number)
        {
            if (!char.IsAsciiHexDigit(character))
            {
                return false;
            }
        }

        return number.Length > 0;
    }
}

using System.Collections.Frozen;

namespace PersonaGrain.Signals;

/// <summary>Texts that senders put where they have no identity: taken as one, they would make many people a single profile.</summary>
/// <remarks>Compared without case and without white space around them. Zeros and dashes alone (<c>0</c>, an empty UUID) are blocked too.</remarks>
public sealed class BlockedIds
{
    /// <summary>What SDKs, spreadsheets and programming languages write for "nobody".</summary>
    public static readonly BlockedIds Default = new(
        [
            "-1", "null", "(null)", "<null>", "none", "nil", "<nil>", "nan", "undefined", "[object object]", "true", "false",
            "anonymous", "guest", "unknown", "n/a", "#n/a", "distinct_id", "distinctid", "not_authenticated",
        ],
        []);

    private readonly FrozenSet<string> _blocked;
    private readonly FrozenSet<string> _allowed;

    private BlockedIds(IEnumerable<string> blocked, IEnumerable<string> allowed)
    {
        _blocked = blocked.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _allowed = allowed.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The texts; zeros and dashes alone are blocked besides.</summary>
    internal IEnumerable<string> Texts => _blocked;

    /// <summary>The same with some more, and without some: what is removed is an identity, also where it is zeros and dashes.</summary>
    public BlockedIds With(IEnumerable<string> added, IEnumerable<string> removed)
    {
        var more = added.Select(static text => text.Trim()).Where(static text => text.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var less = removed.Select(static text => text.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new(
            _blocked.Union(more, StringComparer.OrdinalIgnoreCase).Except(less, StringComparer.OrdinalIgnoreCase),
            _allowed.Except(more, StringComparer.OrdinalIgnoreCase).Union(less, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether a text stands for nobody. No allocation.</summary>
    public bool Contains(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        if (trimmed.IsEmpty)
        {
            return false;
        }

        return _blocked.GetAlternateLookup<ReadOnlySpan<char>>().Contains(trimmed)
            || (!trimmed.ContainsAnyExcept('0', '-') && !_allowed.GetAlternateLookup<ReadOnlySpan<char>>().Contains(trimmed));
    }
}

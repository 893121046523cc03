using System.Globalization;

namespace PersonaGrain.Grid.Storage;

/// <summary>
/// Which workspace a cluster's stored rows and grains are of. Given once: a workspace that is added again under its old name has another,
/// so it finds nothing of the old one.
/// </summary>
/// <remarks>
/// Keys are led by it. Those of <see cref="Main"/> are as they are without workspaces; all others begin with a control character (U+001E), which no key of
/// main begins with. <c>default</c> is <see cref="Main"/>.
/// </remarks>
/// <param name="Value">0 for main, above 0 for all others.</param>
public readonly record struct WorkspaceNumber(int Value) : IComparable<WorkspaceNumber>
{
    private const char Mark = '\u001E';

    /// <summary>The workspace that is always there.</summary>
    public static WorkspaceNumber Main => default;

    /// <summary>Whether it is the one that is always there.</summary>
    public bool IsMain => Value == 0;

    /// <summary>What the keys of this workspace begin with; empty for main.</summary>
    public string Prefix => IsMain ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{Mark}{Value}{Mark}");

    /// <summary>A key of this workspace. Allocates nothing for main.</summary>
    public string Lead(string key) => IsMain ? key : Prefix + key;

    /// <summary>The workspace that leads a key, and the key within it. Allocates nothing for a key of main.</summary>
    /// <exception cref="FormatException">It begins as the key of a workspace and names none.</exception>
    public static WorkspaceNumber Split(string key, out string rest)
    {
        ArgumentNullException.ThrowIfNull(key);
        rest = key;
        if (key.Length == 0 || key[0] != Mark)
        {
            return Main;
        }

        var end = key.IndexOf(Mark, 1);
        if (end < 0 || !int.TryParse(key.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            throw new FormatException("a key that begins with the mark of a workspace names one");
        }

        rest = key[(end + 1)..];
        return new WorkspaceNumber(number);
    }

    /// <inheritdoc />
    public int CompareTo(WorkspaceNumber other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a is before b.</summary>
    public static bool operator <(WorkspaceNumber a, WorkspaceNumber b) => a.Value < b.Value;

    /// <summary>Whether a is after b.</summary>
    public static bool operator >(WorkspaceNumber a, WorkspaceNumber b) => a.Value > b.Value;

    /// <summary>Whether a is before b or the same.</summary>
    public static bool operator <=(WorkspaceNumber a, WorkspaceNumber b) => a.Value <= b.Value;

    /// <summary>Whether a is after b or the same.</summary>
    public static bool operator >=(WorkspaceNumber a, WorkspaceNumber b) => a.Value >= b.Value;
}

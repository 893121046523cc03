using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace PersonaGrain.Workspaces;

/// <summary>The name of a workspace: 1 to 40 of <c>a-z</c>, <c>0-9</c>, <c>-</c> and <c>_</c>, beginning with a letter or digit.</summary>
/// <remarks>It stands in folders, addresses and stored keys, so it has one spelling on every system. <c>default</c> is <see cref="Main"/>.</remarks>
public readonly record struct WorkspaceName : IComparable<WorkspaceName>
{
    /// <summary>The most characters.</summary>
    public const int MaximumLength = 40;

    private const string MainText = "main";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly string? _text;

    private WorkspaceName(string text) => _text = text == MainText ? null : text;

    /// <summary>The workspace that is always there: all that a user of one workspace ever has.</summary>
    public static WorkspaceName Main => default;

    /// <summary>Whether it is the one that is always there.</summary>
    public bool IsMain => _text is null;

    /// <summary>The name as text.</summary>
    public string Text => _text ?? MainText;

    /// <summary>Reads a name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name, where it is one.</param>
    /// <param name="fault">Why it is none, in words for the one who wrote it.</param>
    public static bool TryParse(string? text, out WorkspaceName name, [NotNullWhen(false)] out string? fault)
    {
        name = default;
        fault = text switch
        {
            null or "" => "give a name",
            { Length: > MaximumLength } => $"a name has at most {MaximumLength} characters",
            _ when text.AsSpan().ContainsAnyExcept(Allowed) => "a name has only a-z, 0-9, - and _",
            _ when text[0] is '-' or '_' => "a name begins with a letter or a digit",
            _ => null,
        };
        if (fault is null)
        {
            name = new WorkspaceName(text!);
        }

        return fault is null;
    }

    /// <summary>The name that a text is.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static WorkspaceName Parse(string text) =>
        TryParse(text, out var name, out var fault) ? name : throw new FormatException($"'{text}' is no name of a workspace: {fault}");

    /// <inheritdoc />
    public int CompareTo(WorkspaceName other) => IsMain || other.IsMain ? other.IsMain.CompareTo(IsMain) : string.CompareOrdinal(Text, other.Text);

    /// <inheritdoc />
    public override string ToString() => Text;

    /// <summary>Whether a is before b: the one that is always there first, then by name.</summary>
    public static bool operator <(WorkspaceName a, WorkspaceName b) => a.CompareTo(b) < 0;

    /// <summary>Whether a is after b.</summary>
    public static bool operator >(WorkspaceName a, WorkspaceName b) => a.CompareTo(b) > 0;

    /// <summary>Whether a is before b or the same.</summary>
    public static bool operator <=(WorkspaceName a, WorkspaceName b) => a.CompareTo(b) <= 0;

    /// <summary>Whether a is after b or the same.</summary>
    public static bool operator >=(WorkspaceName a, WorkspaceName b) => a.CompareTo(b) >= 0;
}

using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>A kind of identities and its rules. Immutable.</summary>
public sealed class IdentityKind
{
    private readonly IdentityNormalization _normalization;
    private readonly FrozenSet<string> _blocked;

    internal IdentityKind(string name, IdentityDocument document, int rank)
    {
        Name = name;
        Rank = rank;
        Priority = document.Priority;
        Limit = document.Limit;
        JoinsBySignal = document.Merge == IdentityMerge.Always;
        IsHashed = document.Hash;
        Trait = document.Trait;
        _normalization = document.Normalize;
        _blocked = Blocked(document.Blocked).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Its name, as it leads keys.</summary>
    public string Name { get; }

    /// <summary>0 to 100: the highest names a profile, the lowest is left out first.</summary>
    public int Priority { get; }

    /// <summary>Its place in <see cref="IdentityKinds.All"/>.</summary>
    internal int Rank { get; }

    /// <summary>How many identities of the kind one person may have.</summary>
    public int Limit { get; }

    /// <summary>Whether a signal that carries one beside other identities joins them; an explicit link does in any case.</summary>
    public bool JoinsBySignal { get; }

    /// <summary>Whether values are kept as their SHA-256 only.</summary>
    public bool IsHashed { get; }

    /// <summary>The trait whose value names an identity of the kind, or null.</summary>
    public string? Trait { get; }

    /// <summary>Whether it is <c>user</c> or <c>anonymous</c>.</summary>
    /// <remarks>Which texts stand for nobody there is for whoever takes signals in to say; see <see cref="BlockedIds"/>.</remarks>
    public bool IsBuiltIn => Name is IdentityKinds.User or IdentityKinds.Anonymous;

    /// <summary>Brings a value into its form, for whoever asks about an identity: blocked values are taken.</summary>
    /// <param name="raw">The value as written.</param>
    /// <param name="value">The value as keys have it; hashed where the kind is.</param>
    /// <param name="fault">
    /// Why there is none: <c>missing_identity</c>, <c>identity_too_long</c>, <c>invalid_text</c>, <c>invalid_email</c> or <c>invalid_phone</c>.
    /// </param>
    public bool TryNormalize(string? raw, out string value, [NotNullWhen(false)] out SignalFault? fault)
    {
        var isRead = TryForm(raw, out var form, out fault);
        value = isRead ? Kept(form) : string.Empty;
        return isRead;
    }

    /// <summary>As <see cref="TryNormalize"/>, for whoever sends a signal: what stands for nobody is refused, with <c>blocked_id</c>.</summary>
    public bool TryTake(string? raw, out string value, [NotNullWhen(false)] out SignalFault? fault)
    {
        if (!TryForm(raw, out var form, out fault))
        {
            value = string.Empty;
            return false;
        }

        value = Kept(form);
        if (!_blocked.Contains(value) && (IsBuiltIn || !BlockedIds.Default.Contains(form)))
        {
            return true;
        }

        value = string.Empty;
        fault = new SignalFault(
            "blocked_id",
            "identity",
            "identity is a text that stands for nobody, such as null or 0, or one that the catalog blocks; send the real one or leave it out");
        return false;
    }

    private bool TryForm(string? raw, out string form, [NotNullWhen(false)] out SignalFault? fault)
    {
        form = string.Empty;
        var sent = _normalization == IdentityNormalization.Exact ? raw : raw?.Trim();
        fault = IdentifierText.Check(sent, Name == IdentityKinds.User ? Identity.MaximumLength : Identity.MaximumLength - Name.Length - 1, "identity");
        if (fault is not null)
        {
            return false;
        }

        if (IsHashed && sent!.Trim() is var hash && IdentityHash.IsOne(hash))
        {
            form = hash.ToLowerInvariant();
            return true;
        }

        form = IdentityForm.Of(sent!, _normalization, out fault) ?? string.Empty;
        return fault is null;
    }

    /// <summary>How values in their form begin that begin with a text, as a person wrote it.</summary>
    internal string Begin(string text) => _normalization switch
    {
        IdentityNormalization.Exact => text,
        IdentityNormalization.Lowercase or IdentityNormalization.Email => text.Trim().ToLowerInvariant(),
        IdentityNormalization.Phone => string.Concat(text.Where(static character => !char.IsWhiteSpace(character) && character is not ('-' or '(' or ')' or '.'))),
        _ => text.Trim(),
    };

    private string Kept(string form) => IsHashed && !IdentityHash.IsOne(form) ? IdentityHash.Of(form) : form;

    // What has no form can never be taken, so it need not be blocked.
    private IEnumerable<string> Blocked(IEnumerable<string> declared)
    {
        if (IsHashed)
        {
            yield return IdentityHash.OfNothing;
            declared = declared.Concat(BlockedIds.Default.Texts);
        }

        foreach (var text in declared)
        {
            if (TryNormalize(text, out var value, out _))
            {
                yield return value;
            }
        }
    }
}

using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>The kinds of identities that a catalog knows: <c>user</c>, <c>anonymous</c>, and those that it declares. Immutable.</summary>
public sealed class IdentityKinds
{
    /// <summary>Whoever is known by name: the id that the sender's own systems have. A key without a kind is of this one.</summary>
    public const string User = "user";

    /// <summary>A browser, an installation or a device of whoever is not known by name yet.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>What accounts are told by. It is no kind of identities of people: nobody is joined with an account, and no sender names a person by one.</summary>
    private static readonly IdentityKind Account = new(AccountKey.Kind, IdentityDocument.DefaultOf(AccountKey.Kind), rank: int.MaxValue);

    /// <summary>Those of a catalog that declares none.</summary>
    public static readonly IdentityKinds Standard = new(new Dictionary<string, IdentityDocument>());

    private readonly FrozenDictionary<string, IdentityKind> _byName;
    private readonly FrozenDictionary<string, IdentityKind>.AlternateLookup<ReadOnlySpan<char>> _byPrefix;
    private readonly FrozenDictionary<string, IdentityKind[]> _byTrait;

    private IdentityKinds(IReadOnlyDictionary<string, IdentityDocument> declared, bool hasAccounts = false)
    {
        HasAccounts = hasAccounts;
        All = [.. declared.Keys.Union([User, Anonymous])
            .Select(name => (Name: name, Document: declared.GetValueOrDefault(name) ?? IdentityDocument.DefaultOf(name)))
            .OrderByDescending(static kind => kind.Document.Priority)
            .ThenBy(static kind => kind.Name switch { User => 0, Anonymous => 1, _ => 2 })
            .ThenBy(static kind => kind.Name, StringComparer.Ordinal)
            .Select(static (kind, rank) => new IdentityKind(kind.Name, kind.Document, rank))];
        _byName = All.ToFrozenDictionary(static kind => kind.Name, StringComparer.Ordinal);
        _byPrefix = All.Append(Account).ToFrozenDictionary(static kind => kind.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _byTrait = All.Where(static kind => kind.Trait is not null).GroupBy(static kind => kind.Trait!)
            .ToFrozenDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>All of them, those of highest priority first; of one priority <c>user</c>, then <c>anonymous</c>, then by name.</summary>
    public IReadOnlyList<IdentityKind> All { get; }

    /// <summary>Whether the catalog has accounts, to which people belong and which signals may be sent for.</summary>
    public bool HasAccounts { get; }

    /// <summary>Whether the trait of any signal can name an identity.</summary>
    public bool HasTraits => _byTrait.Count > 0;

    /// <summary>The kind of a name, or null.</summary>
    public IdentityKind? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The key of a text that a person wrote to ask about an identity: its value is brought into the form of its kind.</summary>
    /// <param name="text">A known kind, a colon and a value, or the plain value of a user.</param>
    /// <param name="key">The key.</param>
    /// <param name="fault">Why there is none, of the field <c>identity</c>.</param>
    public bool TryResolve([NotNullWhen(true)] string? text, out ProfileId key, [NotNullWhen(false)] out SignalFault? fault)
    {
        key = default;
        return Identity.TryParse(text, this, out var identity, out fault) && identity.Kind == AccountKey.Kind
            ? AccountKey.TryOf(identity.Value, out key, out fault)
            : fault is null && _byName[identity.Kind].TryNormalize(identity.Value, out var value, out fault)
            && TryFit(new Identity(identity.Kind, value), out key, out fault);
    }

    /// <summary>The key of an identity that a sender named: in the form of its kind, and not of what stands for nobody.</summary>
    /// <param name="sent">The identity as it was sent.</param>
    /// <param name="key">The key.</param>
    /// <param name="fault">Why there is none, of the field <c>identity</c>.</param>
    public bool TryKey(in Identity sent, out ProfileId key, [NotNullWhen(false)] out SignalFault? fault)
    {
        key = default;
        if (sent.Kind is null || Find(sent.Kind) is not { } kind)
        {
            fault = Unknown(sent.Kind ?? string.Empty);
            return false;
        }

        return kind.TryTake(sent.Value, out var value, out fault) && TryFit(new Identity(kind.Name, value), out key, out fault);
    }

    internal static IdentityKinds Of(CatalogDocument document) =>
        document.Identities.Count == 0 && document.Accounts is null ? Standard : new(document.Identities, document.Accounts is not null);

    /// <summary>The kind that a text begins with, before its first colon; null where it begins with none.</summary>
    internal IdentityKind? KindOf(string text)
    {
        var colon = text.AsSpan(0, Math.Min(text.Length, CatalogLimits.IdentityNameLength + 1)).IndexOf(':');
        return colon > 0 && _byPrefix.TryGetValue(text.AsSpan(0, colon), out var kind) ? kind : null;
    }

    /// <summary>The name of the kind that a key is of.</summary>
    internal string OfKey(ProfileId key) => KindOf(key.Value)?.Name ?? User;

    /// <summary>The beginning of the keys of identities that begin as a person wrote; false with the reason where none can be found so.</summary>
    internal bool TryPrefix(string text, out string kind, out string prefix, [NotNullWhen(false)] out string? fault)
    {
        var named = KindOf(text) ?? _byName[User];
        var value = KindOf(text) is null ? text : text[(named.Name.Length + 1)..];
        (kind, prefix) = (named.Name, string.Empty);
        if (named == Account)
        {
            fault = "an account is no person and has no identities; search accounts by what is indexed of them";
            return false;
        }

        if (named.IsHashed)
        {
            fault = $"identities of kind {kind} are kept as hashes and are not found by how they begin; read the profile by the whole one";
            return false;
        }

        value = named.Begin(value);
        fault = IdentifierText.Check(value, ProfileId.MaximumLength, "identity")?.Message;
        prefix = kind == User ? value : $"{kind}:{value}";
        return fault is null;
    }

    /// <summary>The kinds that the value of a trait names an identity of.</summary>
    internal ReadOnlySpan<IdentityKind> OfTrait(string trait) => _byTrait.TryGetValue(trait, out var kinds) ? kinds : default;

    private bool TryFit(in Identity identity, out ProfileId key, [NotNullWhen(false)] out SignalFault? fault)
    {
        if (ProfileId.TryParse(identity.KeyText(this), out key, out var unfit))
        {
            fault = null;
            return true;
        }

        // A user's value that begins with a kind has a longer key.
        fault = unfit with
        {
            Reason = "identity_too_long",
            Field = "identity",
            Message = $"identity has more than {Identity.MaximumLength} characters with its kind",
        };
        return false;
    }

    private static readonly SignalFault OfAccount = new(
        "identity_of_account", "identity", "identity names an account, which is no person; say that a person belongs to it by a group call, or by its members");

    private SignalFault Unknown(string kind) => kind == AccountKey.Kind ? OfAccount : new(
        "unknown_identity_kind",
        "identity",
        $"identity is of a kind that the catalog does not know{NearName.Hint(kind, _byName.Keys)}; "
            + $"declare it under identities, or send one of {string.Join(", ", All.Select(static known => known.Name))}")
    {
        Sample = ValueMask.Of(kind),
    };
}

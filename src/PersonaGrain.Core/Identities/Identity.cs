using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>What a sender names a person by: a kind and a value of it, written <c>email:ann@example.org</c>.</summary>
/// <remarks>
/// It names an actor, whose key is text: of a <c>user</c> the plain value, of any other kind <c>kind:value</c>. A user's value that itself begins with a
/// known kind and a colon has the key <c>user:</c> and the value, so that a key is the key of one identity alone. Nothing is checked here; what senders
/// name is taken by <see cref="IdentityKinds.TryKey"/>. Equal by ordinal comparison of both.
/// </remarks>
/// <param name="Kind">The kind's name.</param>
/// <param name="Value">The value.</param>
public readonly record struct Identity(string Kind, string Value)
{
    /// <summary>The most characters (UTF-16 units) of kind, colon and value together.</summary>
    public const int MaximumLength = ProfileId.MaximumLength;

    /// <summary>Reads a text that a person or a program wrote: a known kind, a colon and a value, or the plain value of a user.</summary>
    /// <param name="text">The text, such as <c>anonymous:7f3</c>, <c>user:ann</c> or <c>ann</c>.</param>
    /// <param name="kinds">The kinds that are known; what stands before a colon and is none of them belongs to a user's value.</param>
    /// <param name="identity">The identity, its value as written.</param>
    /// <param name="fault">Why there is none: <c>missing_identity</c>, <c>identity_too_long</c> or <c>invalid_text</c>.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, IdentityKinds kinds, out Identity identity, [NotNullWhen(false)] out SignalFault? fault)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        identity = default;
        fault = IdentifierText.Check(text, MaximumLength, "identity");
        if (fault is not null)
        {
            return false;
        }

        identity = kinds.KindOf(text!) is { } kind ? new Identity(kind.Name, text![(kind.Name.Length + 1)..]) : new Identity(IdentityKinds.User, text!);
        if (string.IsNullOrWhiteSpace(identity.Value))
        {
            fault = new SignalFault("missing_identity", "identity", $"identity names the kind {identity.Kind} and no value; write {identity.Kind}:value");
            identity = default;
            return false;
        }

        return true;
    }

    /// <summary>The identity that a key is of. Every key has one, also those of before there were kinds.</summary>
    public static Identity Of(ProfileId key, IdentityKinds kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        var text = key.Value;
        return kinds.KindOf(text) is { } kind && kind.Name.Length + 1 < text.Length
            ? new Identity(kind.Name, text[(kind.Name.Length + 1)..])
            : new Identity(IdentityKinds.User, text);
    }

    /// <summary>The key of the actor that it names.</summary>
    /// <exception cref="ArgumentException">It is empty, too long or no valid text.</exception>
    public ProfileId Key(IdentityKinds kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        return ProfileId.Parse(KeyText(kinds));
    }

    /// <summary>The kind, a colon and the value: what <see cref="TryParse"/> reads.</summary>
    public override string ToString() => $"{Kind}:{Value}";

    internal string KeyText(IdentityKinds kinds) => Kind == IdentityKinds.User && kinds.KindOf(Value) is null ? Value : ToString();
}

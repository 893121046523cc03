using PersonaGrain.Accounts;
using PersonaGrain.Signals;

namespace PersonaGrain.Turns;

/// <summary>The identity of an actor: a profile, or one of another kind. Its key is how journals and clusters know it.</summary>
/// <remarks>
/// The key of a profile is its id. That of another kind begins with a control character (U+001F), which no profile's id may have, then
/// names the kind: so neither can be taken for the other. Ordered and equal by the key, ordinally. <c>default</c> is no identity.
/// </remarks>
public readonly record struct ActorId : IComparable<ActorId>
{
    private const char Mark = '\u001F';

    private ActorId(string key) => Key = key;

    /// <summary>The key as stored.</summary>
    public string Key { get; }

    /// <summary>Whether it is a profile's.</summary>
    public bool IsProfile => Key is { Length: > 0 } && Key[0] != Mark;

    /// <summary>Whether it is a profile's that is one of a person, and not of an account.</summary>
    public bool IsPerson => IsProfile && !AccountKey.IsAccount(ProfileId.OfStored(Key));

    /// <summary>The name of its kind.</summary>
    public string Kind => IsProfile ? ActorKind.ProfileName : Key[1..Key.IndexOf(Mark, 1)];

    /// <summary>Its name among those of its kind.</summary>
    public string Name => IsProfile ? Key : Key[(Key.IndexOf(Mark, 1) + 1)..];

    /// <summary>The profile.</summary>
    /// <exception cref="InvalidOperationException">It is an actor of another kind.</exception>
    public ProfileId Profile => IsProfile ? ProfileId.OfStored(Key) : throw new InvalidOperationException($"an actor of kind {Kind} is no profile");

    /// <summary>The identity of a profile.</summary>
    public static ActorId Of(ProfileId profile) => new(profile.Value ?? throw new ArgumentException("a profile has an id", nameof(profile)));

    /// <summary>The identity of an actor of another kind than profiles.</summary>
    /// <exception cref="ArgumentException">The kind or the name is not one: empty, that of profiles, or with control characters.</exception>
    public static ActorId Of(string kind, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return kind == ActorKind.ProfileName || kind.Any(char.IsControl) || name.Any(char.IsControl)
            ? throw new ArgumentException("a kind other than profiles, and names without control characters", nameof(kind))
            : new ActorId($"{Mark}{kind}{Mark}{name}");
    }

    /// <summary>The identity that a key stands for.</summary>
    /// <exception cref="FormatException">It is no key of an actor.</exception>
    public static ActorId Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var isKey = key.Length > 0 && (key[0] != Mark || (key.IndexOf(Mark, 1) is > 1 and var end && end + 1 < key.Length));
        return isKey ? new ActorId(key) : throw new FormatException("the key of an actor is a profile's id, or names a kind and an actor of it");
    }

    /// <inheritdoc />
    public int CompareTo(ActorId other) => string.CompareOrdinal(Key, other.Key);

    /// <inheritdoc />
    public override string ToString() => Key is null ? string.Empty : IsProfile ? Key : $"{Kind} {Name}";

    /// <summary>Whether a is before b.</summary>
    public static bool operator <(ActorId a, ActorId b) => a.CompareTo(b) < 0;

    /// <summary>Whether a is after b.</summary>
    public static bool operator >(ActorId a, ActorId b) => a.CompareTo(b) > 0;

    /// <summary>Whether a is before b or the same.</summary>
    public static bool operator <=(ActorId a, ActorId b) => a.CompareTo(b) <= 0;

    /// <summary>Whether a is after b or the same.</summary>
    public static bool operator >=(ActorId a, ActorId b) => a.CompareTo(b) >= 0;
}

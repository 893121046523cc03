using PersonaGrain.Time;

namespace PersonaGrain.Signals;

/// <summary>One observation about one profile.</summary>
/// <remarks>
/// A signal is identified by <see cref="Id"/> within its profile: a second one with the same id changes nothing.
/// Trait updates travel on signals, so that a profile is the fold of its signals and of nothing else.
/// </remarks>
public sealed class Signal
{
    private readonly string? _origin;

    /// <summary>The message id given by the sender or assigned at the edge: 1 to 100 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The signal type in snake case, such as <c>product_viewed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    public required Instant Time { get; init; }

    /// <summary>The amount the signal is about (revenue, minutes, stars); null where it has none.</summary>
    public double? Value { get; init; }

    /// <summary>What else is known about it.</summary>
    public AttributeSet Attributes { get; init; } = AttributeSet.Empty;

    /// <summary>Changes to the profile's traits.</summary>
    public IReadOnlyList<TraitChange> Traits { get; init; } = [];

    /// <summary>The identity that it came by, where that is another one than the one that its actor is named by; else null.</summary>
    /// <remarks>Kept as text: a nullable identity would make every signal a word longer.</remarks>
    public ProfileId? Origin
    {
        get => _origin is null ? null : ProfileId.OfStored(_origin);
        init => _origin = value?.Value;
    }

    /// <summary>The same signal at another time.</summary>
    public Signal At(Instant time) =>
        new() { Id = Id, Type = Type, Time = time, Value = Value, Attributes = Attributes, Traits = Traits, Origin = Origin };

    /// <summary>The same signal, as it came by an identity; null for the one that its actor is named by.</summary>
    public Signal By(ProfileId? origin) => origin == Origin
        ? this
        : new() { Id = Id, Type = Type, Time = Time, Value = Value, Attributes = Attributes, Traits = Traits, Origin = origin };
}

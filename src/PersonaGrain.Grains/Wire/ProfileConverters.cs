using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Wire;

/// <summary>The wire form of <see cref="Membership"/>.</summary>
[GenerateSerializer, Immutable, Alias("personagrain.membership")]
internal struct MembershipSurrogate
{
    /// <summary>The segment.</summary>
    [Id(0)]
    public string Segment;

    /// <summary>The instant it was entered.</summary>
    [Id(1)]
    public Instant Since;

    /// <summary>The version of the change that entered it.</summary>
    [Id(2)]
    public int Version;
}

/// <summary>The wire form of <see cref="ProfileView"/>.</summary>
[GenerateSerializer, Immutable, Alias("personagrain.profile-view")]
internal struct ProfileViewSurrogate
{
    /// <summary>The profile.</summary>
    [Id(0)]
    public ProfileId Id;

    /// <summary>The instant it is about.</summary>
    [Id(1)]
    public Instant AsOf;

    /// <summary>Every segment it is in; the first one is its segment.</summary>
    [Id(2)]
    public Membership[] Memberships;

    /// <summary>Every score.</summary>
    [Id(3)]
    public Dictionary<string, double> Scores;

    /// <summary>Every trait.</summary>
    [Id(4)]
    public Dictionary<string, AttributeValue> Traits;

    /// <summary>Signals accepted.</summary>
    [Id(5)]
    public long Signals;

    /// <summary>The earliest signal's time.</summary>
    [Id(6)]
    public Instant? FirstSeen;

    /// <summary>The latest signal's time.</summary>
    [Id(7)]
    public Instant? LastSeen;

    /// <summary>The next flip.</summary>
    [Id(8)]
    public Instant? NextFlip;

    /// <summary>The catalog it was evaluated under.</summary>
    [Id(9)]
    public int CatalogVersion;
}

/// <summary>Converts <see cref="Membership"/>.</summary>
[RegisterConverter]
internal sealed class MembershipConverter : IConverter<Membership, MembershipSurrogate>
{
    /// <inheritdoc />
    public Membership ConvertFromSurrogate(in MembershipSurrogate surrogate) => new(surrogate.Segment, surrogate.Since, surrogate.Version);

    /// <inheritdoc />
    public MembershipSurrogate ConvertToSurrogate(in Membership value) =>
        new() { Segment = value.Segment, Since = value.Since, Version = value.Version };
}

/// <summary>Converts <see cref="ProfileView"/>.</summary>
[RegisterConverter]
internal sealed class ProfileViewConverter : IConverter<ProfileView, ProfileViewSurrogate>
{
    /// <inheritdoc />
    public ProfileView ConvertFromSurrogate(in ProfileViewSurrogate surrogate) => new(
        surrogate.Id,
        surrogate.AsOf,
        surrogate.Memberships.Length == 0 ? null : surrogate.Memberships[0].Segment,
        surrogate.Memberships,
        surrogate.Scores,
        surrogate.Traits,
        surrogate.Signals,
        surrogate.FirstSeen,
        surrogate.LastSeen,
        surrogate.NextFlip,
        surrogate.CatalogVersion);

    /// <inheritdoc />
    public ProfileViewSurrogate ConvertToSurrogate(in ProfileView value) => new()
    {
        Id = value.Id,
        AsOf = value.AsOf,
        Memberships = [.. value.Memberships],
        Scores = value.Scores as Dictionary<string, double> ?? new(value.Scores),
        Traits = value.Traits as Dictionary<string, AttributeValue> ?? new(value.Traits),
        Signals = value.Signals,
        FirstSeen = value.FirstSeen,
        LastSeen = value.LastSeen,
        NextFlip = value.NextFlip,
        CatalogVersion = value.CatalogVersion,
    };
}

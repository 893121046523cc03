using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Wire;

/// <summary>The wire and stored form of <see cref="Member"/>.</summary>
[GenerateSerializer, Immutable, Alias("personagrain.member")]
internal struct MemberSurrogate
{
    [Id(0)]
    public ProfileId Profile;

    /// <summary>Since when.</summary>
    [Id(1)]
    public Instant Since;

    /// <summary>The version of the change that entered it.</summary>
    [Id(2)]
    public int Version;
}

/// <summary>Converts <see cref="Member"/>.</summary>
[RegisterConverter]
internal sealed class MemberConverter : IConverter<Member, MemberSurrogate>
{
    /// <inheritdoc />
    public Member ConvertFromSurrogate(in MemberSurrogate surrogate) => new(surrogate.Profile, surrogate.Since, surrogate.Version);

    /// <inheritdoc />
    public MemberSurrogate ConvertToSurrogate(in Member value) =>
        new() { Profile = value.Profile, Since = value.Since, Version = value.Version };
}

using System.Globalization;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Wire;

/// <summary>The wire form of <see cref="Instant"/>.</summary>
[GenerateSerializer, Immutable, Alias("personagrain.instant")]
internal struct InstantSurrogate
{
    /// <summary>Ticks of 100 ns since 0001-01-01T00:00:00Z.</summary>
    [Id(0)]
    public long Ticks;
}

/// <summary>The wire form of <see cref="ProfileId"/>.</summary>
[GenerateSerializer, Immutable, Alias("personagrain.profile-id")]
internal struct ProfileIdSurrogate
{
    /// <summary>The identity; null for none.</summary>
    [Id(0)]
    public string? Value;
}

/// <summary>The wire form of <see cref="AttributeValue"/>.</summary>
[GenerateSerializer, Immutable, Alias("personagrain.attribute-value")]
internal struct AttributeValueSurrogate
{
    /// <summary>As <see cref="AttributeKind"/>.</summary>
    [Id(0)]
    public byte Kind;

    /// <summary>The text, or the digits of a large whole number; else null.</summary>
    [Id(1)]
    public string? Text;

    /// <summary>The number; 1 for true.</summary>
    [Id(2)]
    public double Number;

    /// <summary>The elements, or null.</summary>
    [Id(3)]
    public AttributeValue[]? List;
}

/// <summary>Converts <see cref="Instant"/>.</summary>
[RegisterConverter]
internal sealed class InstantConverter : IConverter<Instant, InstantSurrogate>
{
    /// <inheritdoc />
    public Instant ConvertFromSurrogate(in InstantSurrogate surrogate) => new(surrogate.Ticks);

    /// <inheritdoc />
    public InstantSurrogate ConvertToSurrogate(in Instant value) => new() { Ticks = value.Ticks };
}

/// <summary>Converts <see cref="ProfileId"/>.</summary>
[RegisterConverter]
internal sealed class ProfileIdConverter : IConverter<ProfileId, ProfileIdSurrogate>
{
    /// <inheritdoc />
    /// <remarks>Whoever sends it has accepted it: the rules for new ids are not asked again.</remarks>
    public ProfileId ConvertFromSurrogate(in ProfileIdSurrogate surrogate) => surrogate.Value is { } value ? ActorId.Parse(value).Profile : default;

    /// <inheritdoc />
    public ProfileIdSurrogate ConvertToSurrogate(in ProfileId value) => new() { Value = value.Value };
}

/// <summary>Converts <see cref="AttributeValue"/>.</summary>
[RegisterConverter]
internal sealed class AttributeValueConverter : IConverter<AttributeValue, AttributeValueSurrogate>
{
    /// <inheritdoc />
    public AttributeValue ConvertFromSurrogate(in AttributeValueSurrogate surrogate) => (AttributeKind)surrogate.Kind switch
    {
        AttributeKind.Text => AttributeValue.Of(surrogate.Text ?? string.Empty),
        AttributeKind.Number => AttributeValue.Of(surrogate.Number),
        AttributeKind.Boolean => AttributeValue.Of(surrogate.Number != 0),
        AttributeKind.List => AttributeValue.Of(surrogate.List ?? []),
        AttributeKind.Integer => AttributeValue.Of(long.Parse(surrogate.Text!, CultureInfo.InvariantCulture)),
        _ => default,
    };

    /// <inheritdoc />
    public AttributeValueSurrogate ConvertToSurrogate(in AttributeValue value) => new()
    {
        Kind = (byte)value.Kind,
        Text = value.Kind is AttributeKind.Text or AttributeKind.Integer ? value.ToString() : null,
        Number = value.Kind == AttributeKind.Boolean ? (value.Boolean ? 1 : 0) : value.Number,
        List = value.Kind == AttributeKind.List ? value.List.ToArray() : null,
    };
}

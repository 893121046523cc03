using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Wire;

/// <summary>The wire form of <see cref="JournalUnavailableException"/>; its cause stays in the log of the silo it happened on.</summary>
[GenerateSerializer, Immutable, Alias("personagrain.journal-unavailable")]
internal struct JournalUnavailableSurrogate
{
    /// <summary>Why.</summary>
    [Id(0)]
    public string Reason;

    /// <summary>When it is worth trying again.</summary>
    [Id(1)]
    public TimeSpan RetryAfter;
}

/// <summary>Converts <see cref="JournalUnavailableException"/>.</summary>
[RegisterConverter]
internal sealed class JournalUnavailableConverter : IConverter<JournalUnavailableException, JournalUnavailableSurrogate>
{
    /// <inheritdoc />
    public JournalUnavailableException ConvertFromSurrogate(in JournalUnavailableSurrogate surrogate) => new(surrogate.Reason, surrogate.RetryAfter);

    /// <inheritdoc />
    public JournalUnavailableSurrogate ConvertToSurrogate(in JournalUnavailableException value) =>
        new() { Reason = value.Message, RetryAfter = value.RetryAfter };
}

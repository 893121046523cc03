using System.Buffers;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Wire;

/// <summary>The wire form of <see cref="Signal"/>: that of the journal, which is versioned and guarded by golden tests of its own.</summary>
[GenerateSerializer, Immutable, Alias("personagrain.signal")]
internal struct SignalSurrogate
{
    /// <summary>As <see cref="SignalCodec"/> writes it.</summary>
    [Id(0)]
    public byte[] Encoded;
}

/// <summary>The wire form of <see cref="SignalFault"/>.</summary>
[GenerateSerializer, Immutable, Alias("personagrain.signal-fault")]
internal struct SignalFaultSurrogate
{
    /// <summary>The stable code.</summary>
    [Id(0)]
    public string Reason;

    /// <summary>The field at fault.</summary>
    [Id(1)]
    public string Field;

    /// <summary>What to do.</summary>
    [Id(2)]
    public string Message;

    /// <summary>The shape of the value at fault, or null.</summary>
    [Id(3)]
    public string? Sample;
}

/// <summary>The wire form of <see cref="ObservationOutcome"/>.</summary>
[GenerateSerializer, Immutable, Alias("personagrain.observation-outcome")]
internal struct ObservationOutcomeSurrogate
{
    /// <summary>As <see cref="ObservationStatus"/>: 1 accepted, 2 duplicate, 3 refused, 4 set aside.</summary>
    [Id(0)]
    public byte Status;

    /// <summary>Why it was refused or set aside; from silos of before also the one note on what was accepted.</summary>
    [Id(1)]
    public SignalFault? Fault;

    /// <summary>What is odd about what was accepted; null for nothing.</summary>
    [Id(2)]
    public SignalFault[]? Notes;
}

/// <summary>Converts <see cref="Signal"/>.</summary>
[RegisterConverter]
internal sealed class SignalConverter : IConverter<Signal, SignalSurrogate>
{
    /// <summary>Every thread encodes into a buffer of its own; nothing of it is kept.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    /// <inheritdoc />
    public Signal ConvertFromSurrogate(in SignalSurrogate surrogate) => SignalCodec.Read(surrogate.Encoded).Signal;

    /// <inheritdoc />
    public SignalSurrogate ConvertToSurrogate(in Signal value)
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(256);
        buffer.ResetWrittenCount();
        SignalCodec.Write(value, value.Time, buffer);
        return new SignalSurrogate { Encoded = buffer.WrittenSpan.ToArray() };
    }
}

/// <summary>Converts <see cref="SignalFault"/>.</summary>
[RegisterConverter]
internal sealed class SignalFaultConverter : IConverter<SignalFault, SignalFaultSurrogate>
{
    /// <inheritdoc />
    public SignalFault ConvertFromSurrogate(in SignalFaultSurrogate surrogate) => new(surrogate.Reason, surrogate.Field, surrogate.Message) { Sample = surrogate.Sample };

    /// <inheritdoc />
    public SignalFaultSurrogate ConvertToSurrogate(in SignalFault value) =>
        new() { Reason = value.Reason, Field = value.Field, Message = value.Message, Sample = value.Sample };
}

/// <summary>Converts <see cref="ObservationOutcome"/>.</summary>
[RegisterConverter]
internal sealed class ObservationOutcomeConverter : IConverter<ObservationOutcome, ObservationOutcomeSurrogate>
{
    /// <inheritdoc />
    public ObservationOutcome ConvertFromSurrogate(in ObservationOutcomeSurrogate surrogate)
    {
        var status = (ObservationStatus)surrogate.Status;
        var isNote = status is (ObservationStatus.Accepted or ObservationStatus.Duplicate) && surrogate.Fault is not null;
        return isNote
            ? new ObservationOutcome(status, null) { Notes = surrogate.Notes ?? [surrogate.Fault!] }
            : new ObservationOutcome(status, surrogate.Fault) { Notes = surrogate.Notes ?? [] };
    }

    /// <inheritdoc />
    public ObservationOutcomeSurrogate ConvertToSurrogate(in ObservationOutcome value) =>
        new() { Status = (byte)value.Status, Fault = value.Fault, Notes = value.Notes.Count == 0 ? null : [.. value.Notes] };
}

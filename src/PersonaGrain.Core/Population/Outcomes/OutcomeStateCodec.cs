using PersonaGrain.Binary;

namespace PersonaGrain.Population.Outcomes;

/// <summary>The stored form of what is learned of an outcome. Append only; equal states give equal bytes.</summary>
internal static class OutcomeStateCodec
{
    private const byte Format = 1;

    internal static void Write(ByteWriter writer, OutcomeState state)
    {
        writer.Byte(Format);
        writer.Text(state.Score);
        writer.Text(state.Outcome);
        writer.Fixed(state.Features);
        writer.Signed(state.At.Ticks);
        Write(writer, state.Proposed);
        Write(writer, state.Applied);
        Write(writer, state.Previous);
        Write(writer, state.Held);
        writer.Unsigned((ulong)state.Versions);
        writer.Unsigned((ulong)state.Better);
        writer.Byte((byte)(state.JudgedUntil is null ? 0 : 1));
        if (state.JudgedUntil is { } until)
        {
            writer.Signed(until.Ticks);
        }

        writer.Byte((byte)state.Fault);
        writer.Unsigned((ulong)state.Missing.Length);
        foreach (var missing in state.Missing)
        {
            writer.Byte((byte)missing.Kind);
            writer.Signed(missing.Have);
            writer.Signed(missing.Need);
            writer.Signed(missing.Wait?.Ticks ?? -1);
        }

        writer.Byte((byte)(state.Drift is null ? 0 : 1));
        if (state.Drift is { } drift)
        {
            writer.Number(drift.Recent);
            writer.Number(drift.Mean);
            writer.Number(drift.StandardError);
            writer.Unsigned((ulong)drift.Window);
            writer.Signed(drift.Since.Ticks);
        }
    }

    /// <summary>Reads a state.</summary>
    /// <exception cref="FormatException">The bytes are no state that this version can read.</exception>
    internal static OutcomeState Read(ref ByteReader reader)
    {
        var format = reader.Byte();
        if (format != Format)
        {
            throw new FormatException($"outcome of format {format}; this version reads format {Format}");
        }

        return new OutcomeState
        {
            Score = reader.Text(),
            Outcome = reader.Text(),
            Features = reader.Fixed(),
            At = reader.SignedInstant(),
            Proposed = Model(ref reader),
            Applied = Model(ref reader),
            Previous = Model(ref reader),
            Held = Model(ref reader),
            Versions = (int)reader.Unsigned(),
            Better = (int)reader.Unsigned(),
            JudgedUntil = reader.Byte() == 0 ? null : reader.SignedInstant(),
            Fault = (LearningFault)reader.Byte(),
            Missing = Missing(ref reader),
            Drift = Drift(ref reader),
        };
    }

    private static void Write(ByteWriter writer, OutcomeModel? model)
    {
        writer.Byte((byte)(model is null ? 0 : 1));
        if (model is not null)
        {
            OutcomeModelCodec.Write(writer, model);
        }
    }

    private static OutcomeModel? Model(ref ByteReader reader) => reader.Byte() == 0 ? null : OutcomeModelCodec.Read(ref reader);

    private static MissingData[] Missing(ref ByteReader reader)
    {
        var all = new MissingData[reader.Count()];
        foreach (ref var missing in all.AsSpan())
        {
            var (kind, have, need, wait) = ((MissingKind)reader.Byte(), reader.Signed(), reader.Signed(), reader.Signed());
            missing = new MissingData(kind, have, need, wait < 0 ? null : new TimeSpan(wait));
        }

        return all;
    }

    private static LossDrift? Drift(ref ByteReader reader) => reader.Byte() == 0 ? null
        : new LossDrift(reader.Number(), reader.Number(), reader.Number(), (int)reader.Unsigned(), reader.SignedInstant());
}

using PersonaGrain.Binary;

namespace PersonaGrain.Population.Outcomes;

/// <summary>The stored form of a model's quality. Append only.</summary>
internal static class OutcomeQualityCodec
{
    internal static void Write(ByteWriter writer, OutcomeQuality quality)
    {
        foreach (var count in (ReadOnlySpan<int>)[quality.Examples, quality.People, quality.Positives, quality.LeftOut,
            quality.HeldBack, quality.HeldBackPeople, quality.HeldBackPositives])
        {
            writer.Unsigned((ulong)count);
        }

        writer.Number(quality.LogLoss);
        Write(writer, quality.InForce);
        Write(writer, quality.BaseRate);
        writer.Number(quality.Auc);
        writer.Number(quality.AucLow);
        writer.Number(quality.AucHigh);
        writer.Number(quality.CalibrationError);
        writer.Unsigned((ulong)quality.Reliability.Length);
        foreach (var bin in quality.Reliability)
        {
            writer.Number(bin.Lower);
            writer.Number(bin.Upper);
            writer.Unsigned((ulong)bin.Count);
            writer.Number(bin.Predicted);
            writer.Number(bin.Observed);
        }
    }

    /// <summary>Reads a quality.</summary>
    /// <exception cref="FormatException">The bytes are no quality.</exception>
    internal static OutcomeQuality Read(ref ByteReader reader) => new()
    {
        Examples = (int)reader.Unsigned(),
        People = (int)reader.Unsigned(),
        Positives = (int)reader.Unsigned(),
        LeftOut = (int)reader.Unsigned(),
        HeldBack = (int)reader.Unsigned(),
        HeldBackPeople = (int)reader.Unsigned(),
        HeldBackPositives = (int)reader.Unsigned(),
        LogLoss = reader.Number(),
        InForce = Comparison(ref reader),
        BaseRate = Comparison(ref reader),
        Auc = reader.Number(),
        AucLow = reader.Number(),
        AucHigh = reader.Number(),
        CalibrationError = reader.Number(),
        Reliability = Bins(ref reader),
    };

    private static void Write(ByteWriter writer, LossComparison comparison)
    {
        writer.Number(comparison.LogLoss);
        writer.Number(comparison.Gain);
        writer.Number(comparison.StandardError);
    }

    private static LossComparison Comparison(ref ByteReader reader) => new(reader.Number(), reader.Number(), reader.Number());

    private static ReliabilityBin[] Bins(ref ByteReader reader)
    {
        var bins = new ReliabilityBin[reader.Count()];
        foreach (ref var bin in bins.AsSpan())
        {
            bin = new ReliabilityBin(reader.Number(), reader.Number(), (int)reader.Unsigned(), reader.Number(), reader.Number());
        }

        return bins;
    }
}

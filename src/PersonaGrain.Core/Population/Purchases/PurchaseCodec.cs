using PersonaGrain.Binary;
using PersonaGrain.Predictions;

namespace PersonaGrain.Population.Purchases;

/// <summary>The stored form of what the population says of the purchases of one measure.</summary>
internal static class PurchaseCodec
{
    private const int SpendParameters = 3;

    /// <summary>Writes it.</summary>
    internal static void Write(SourcePurchases source, in ByteWriter writer)
    {
        writer.Fixed(source.Source);
        writer.Unsigned((ulong)source.Models.Count);
        foreach (var (type, model, covariance, customers) in source.Models)
        {
            writer.Byte((byte)type);
            Write([.. model.Parameters, .. covariance], writer);
            writer.Unsigned((ulong)customers);
        }

        writer.Byte((byte)(source.Spend is null ? 0 : 1));
        if (source.Spend is { Model: var spend } fitted)
        {
            Write([spend.P, spend.Q, spend.V, .. fitted.Covariance], writer);
            writer.Unsigned((ulong)fitted.Customers);
        }

        writer.Byte((byte)(source.Rfm is null ? 0 : 1));
        if (source.Rfm is { } rfm)
        {
            Write([.. rfm.Recency.Thresholds, .. rfm.Frequency.Thresholds, .. rfm.Sum.Thresholds, .. rfm.Mean.Thresholds, rfm.RankError], writer);
            writer.Unsigned((ulong)rfm.Customers);
        }

        writer.Unsigned((ulong)source.Faults.Count);
        foreach (var (model, message, since) in source.Faults)
        {
            writer.Text(model);
            writer.Text(message);
            writer.Unsigned((ulong)since.Ticks);
        }
    }

    /// <summary>Reads it.</summary>
    internal static SourcePurchases Read(ref ByteReader reader)
    {
        var source = new SourcePurchases(reader.Fixed());
        var models = new List<FittedPurchases>();
        for (var left = reader.Count(); left > 0; left--)
        {
            if (ReadModel(ref reader) is { } model)
            {
                models.Add(model);
            }
        }

        var spend = reader.Byte() == 0 ? null : ReadSpend(ref reader);
        var rfm = reader.Byte() == 0 ? null : ReadRfm(ref reader);
        var faults = new List<PurchaseFault>();
        for (var left = reader.Count(); left > 0; left--)
        {
            faults.Add(new PurchaseFault(reader.Text(), reader.Text(), reader.Instant()));
        }

        return source with { Models = models, Spend = spend, Rfm = rfm, Faults = faults };
    }

    /// <summary>Null for a model of a later version, which no trait of this one asks for, and for one whose parameters are none.</summary>
    private static FittedPurchases? ReadModel(ref ByteReader reader)
    {
        var type = (PurchaseModelType)reader.Byte();
        var parameters = ReadNumbers(ref reader, PurchaseModel.ParameterCount);
        var (covariance, customers) = (ReadNumbers(ref reader, PurchaseModel.ParameterCount * PurchaseModel.ParameterCount), (long)reader.Unsigned());
        return Enum.IsDefined(type) && PurchaseModel.Of(type, parameters) is { } model ? new FittedPurchases(type, model, covariance, customers) : null;
    }

    private static FittedSpend ReadSpend(ref ByteReader reader)
    {
        var parameters = ReadNumbers(ref reader, SpendParameters);
        var model = new GammaGamma(parameters[0], parameters[1], parameters[2]);
        return new FittedSpend(model, ReadNumbers(ref reader, SpendParameters * SpendParameters), (long)reader.Unsigned());
    }

    private static RfmThresholds ReadRfm(ref ByteReader reader)
    {
        var (recency, frequency, sum, mean) = (ReadBins(ref reader), ReadBins(ref reader), ReadBins(ref reader), ReadBins(ref reader));
        var error = reader.Number();
        return new RfmThresholds(recency, frequency, sum, mean, (long)reader.Unsigned(), error);
    }

    private static RfmBins ReadBins(ref ByteReader reader) => RfmBins.Beginning(ReadNumbers(ref reader, RfmBins.Count - 1));

    private static double[] ReadNumbers(ref ByteReader reader, int count)
    {
        var numbers = new double[count];
        for (var index = 0; index < count; index++)
        {
            numbers[index] = reader.Number();
        }

        return numbers;
    }

    private static void Write(ReadOnlySpan<double> numbers, in ByteWriter writer)
    {
        foreach (var number in numbers)
        {
            writer.Number(number);
        }
    }
}

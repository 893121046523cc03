using PersonaGrain.Binary;

namespace PersonaGrain.Population.Outcomes;

/// <summary>The stored form of a learned model. Append only.</summary>
internal static class OutcomeModelCodec
{
    internal static void Write(ByteWriter writer, OutcomeModel model)
    {
        writer.Unsigned((ulong)model.Version);
        writer.Signed(model.At.Ticks);
        writer.Unsigned((ulong)model.Measures.Length);
        foreach (var measure in model.Measures)
        {
            writer.Text(measure);
        }

        writer.Number(model.Bias);
        WriteNumbers(writer, model.Weights);
        WriteNumbers(writer, model.Covariance);
        CalibrationCodec.Write(writer, model.Calibration);
        OutcomeQualityCodec.Write(writer, model.Quality);
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="FormatException">The bytes are no model.</exception>
    internal static OutcomeModel Read(ref ByteReader reader)
    {
        var (version, at) = ((int)reader.Unsigned(), reader.SignedInstant());
        var measures = new string[reader.Count()];
        foreach (ref var measure in measures.AsSpan())
        {
            measure = reader.Text();
        }

        var model = new OutcomeModel
        {
            Version = version,
            At = at,
            Measures = measures,
            Bias = reader.Number(),
            Weights = ReadNumbers(ref reader),
            Covariance = ReadNumbers(ref reader),
            Calibration = CalibrationCodec.Read(ref reader),
            Quality = OutcomeQualityCodec.Read(ref reader),
        };
        return model.Weights.Length == measures.Length && model.Covariance.Length == (measures.Length + 1) * (measures.Length + 2) / 2
            ? model
            : throw new FormatException($"{model.Weights.Length} weights with {model.Covariance.Length} covariances for {measures.Length} measures");
    }

    private static void WriteNumbers(ByteWriter writer, double[] numbers)
    {
        writer.Unsigned((ulong)numbers.Length);
        foreach (var number in numbers)
        {
            writer.Number(number);
        }
    }

    private static double[] ReadNumbers(ref ByteReader reader)
    {
        var numbers = new double[reader.Count()];
        foreach (ref var number in numbers.AsSpan())
        {
            number = reader.Number();
        }

        return numbers;
    }
}

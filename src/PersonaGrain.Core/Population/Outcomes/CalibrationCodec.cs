using PersonaGrain.Binary;

namespace PersonaGrain.Population.Outcomes;

/// <summary>The stored form of a calibration: its kind, then its numbers. Append only.</summary>
internal static class CalibrationCodec
{
    private const byte Platt = 1;
    private const byte Isotonic = 2;

    internal static void Write(ByteWriter writer, ProbabilityCalibration calibration)
    {
        switch (calibration)
        {
            case ProbabilityCalibration.Platt platt:
                writer.Byte(Platt);
                writer.Number(platt.Slope);
                writer.Number(platt.Intercept);
                writer.Number(platt.SlopeVariance);
                writer.Number(platt.InterceptVariance);
                writer.Number(platt.Covariance);
                break;
            case ProbabilityCalibration.Isotonic isotonic:
                writer.Byte(Isotonic);
                writer.Unsigned((ulong)isotonic.Steps.Length);
                foreach (var step in isotonic.Steps)
                {
                    writer.Number(step.LogOdds);
                    writer.Number(step.Probability);
                    writer.Unsigned((ulong)step.Count);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(calibration), calibration, "a calibration without a stored form");
        }
    }

    /// <summary>Reads a calibration.</summary>
    /// <exception cref="FormatException">The bytes are no calibration.</exception>
    internal static ProbabilityCalibration Read(ref ByteReader reader)
    {
        switch (reader.Byte())
        {
            case Platt:
                return new ProbabilityCalibration.Platt(reader.Number(), reader.Number(), reader.Number(), reader.Number(), reader.Number());
            case Isotonic:
                var steps = new CalibrationStep[reader.Count()];
                foreach (ref var step in steps.AsSpan())
                {
                    step = new CalibrationStep(reader.Number(), reader.Number(), (int)reader.Unsigned());
                }

                return steps.Length > 0 ? new ProbabilityCalibration.Isotonic(steps) : throw new FormatException("a calibration without steps");
            case var kind:
                throw new FormatException($"calibration of kind {kind}");
        }
    }
}

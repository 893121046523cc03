using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Signals;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>The stored form of what is known of a look-alike. Append only; equal states give equal bytes.</summary>
internal static class LookAlikeCodec
{
    private const byte WithTraits = 2;

    internal static void Write(ByteWriter writer, LookAlikeState state)
    {
        writer.Text(state.Score);
        writer.Text(state.Seed);
        writer.Byte((byte)state.By);
        writer.Fixed(state.Features);
        writer.Signed(state.At.Ticks);
        writer.Signed(state.Members);
        writer.Signed(state.Others);
        writer.Byte((byte)state.Fault);
        writer.Unsigned((ulong)state.Versions);
        writer.Byte((byte)(state.Model is null ? 0 : state.Model.Traits.Count == 0 ? 1 : WithTraits));
        if (state.Model is { } model)
        {
            writer.Unsigned((ulong)model.Version);
            writer.Signed(model.At.Ticks);
            writer.Number(model.Bias);
            Write(writer, model.Weights);
            writer.Number(model.Median);
            Write(writer, model.Members);
            Write(writer, model.Others);
            Write(writer, model.Traits);
        }

        writer.Byte((byte)(state.Quality is null ? 0 : 1));
        if (state.Quality is { } quality)
        {
            writer.Number(quality.Auc);
            writer.Number(quality.Low);
            writer.Number(quality.High);
            writer.Unsigned((ulong)quality.Members);
            writer.Unsigned((ulong)quality.Others);
        }
    }

    /// <summary>Reads a state.</summary>
    /// <exception cref="FormatException">The bytes are no state.</exception>
    internal static LookAlikeState Read(ref ByteReader reader) => new()
    {
        Score = reader.Text(),
        Seed = reader.Text(),
        By = (SimilarityMethod)reader.Byte(),
        Features = reader.Fixed(),
        At = reader.SignedInstant(),
        Members = reader.Signed(),
        Others = reader.Signed(),
        Fault = (LearningFault)reader.Byte(),
        Versions = (int)reader.Unsigned(),
        Model = reader.Byte() is not 0 and var form ? Model(ref reader, form == WithTraits) : null,
        Quality = reader.Byte() == 0 ? null
            : new LookAlikeQuality(reader.Number(), reader.Number(), reader.Number(), (int)reader.Unsigned(), (int)reader.Unsigned()),
    };

    private static LookAlikeModel Model(ref ByteReader reader, bool hasTraits)
    {
        var model = new LookAlikeModel
        {
            Version = (int)reader.Unsigned(),
            At = reader.SignedInstant(),
            Bias = reader.Number(),
            Weights = Numbers(ref reader),
            Median = reader.Number(),
            Members = Summary(ref reader),
            Others = Summary(ref reader),
            Traits = hasTraits ? Traits(ref reader) : [],
        };
        var width = model.Members.Means.Length;
        return (model.IsCentre || model.Weights.Length == width) && model.Others.Means.Length == width
            ? model
            : throw new FormatException($"a look-alike of {model.Weights.Length} weights for {width} measures of members and {model.Others.Means.Length} of others");
    }

    private static void Write(ByteWriter writer, IReadOnlyList<TraitFeature> traits)
    {
        if (traits.Count == 0)
        {
            return;
        }

        writer.Unsigned((ulong)traits.Count);
        foreach (var (value, weight, members, others) in traits)
        {
            writer.Text(value.Trait);
            AttributeCodec.Write(value.Value, writer);
            writer.Number(weight);
            writer.Number(members);
            writer.Number(others);
        }
    }

    private static TraitFeature[] Traits(ref ByteReader reader)
    {
        var traits = new TraitFeature[reader.Count()];
        foreach (ref var trait in traits.AsSpan())
        {
            var value = new TraitValue(reader.Text(), AttributeCodec.Read(ref reader));
            trait = new TraitFeature(value, reader.Number(), reader.Number(), reader.Number());
        }

        return traits;
    }

    private static void Write(ByteWriter writer, FeatureSummary summary)
    {
        writer.Unsigned((ulong)summary.People);
        Write(writer, summary.Means);
        Write(writer, summary.Deviations);
    }

    private static FeatureSummary Summary(ref ByteReader reader)
    {
        var summary = new FeatureSummary((int)reader.Unsigned(), Numbers(ref reader), Numbers(ref reader));
        return summary.Means.Length == summary.Deviations.Length
            ? summary
            : throw new FormatException($"{summary.Means.Length} means with {summary.Deviations.Length} deviations");
    }

    private static void Write(ByteWriter writer, double[] numbers)
    {
        writer.Unsigned((ulong)numbers.Length);
        foreach (var number in numbers)
        {
            writer.Number(number);
        }
    }

    private static double[] Numbers(ref ByteReader reader)
    {
        var numbers = new double[reader.Count()];
        foreach (ref var number in numbers.AsSpan())
        {
            number = reader.Number();
        }

        return numbers;
    }
}

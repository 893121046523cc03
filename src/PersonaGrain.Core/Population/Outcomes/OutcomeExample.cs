using PersonaGrain.Binary;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Outcomes;

/// <summary>A landmark: one instant of a person's past, how relevant each measure of a score was then, and whether the outcome followed.</summary>
/// <remarks>
/// H. C. van Houwelingen, "Dynamic Prediction by Landmarking in Event History Analysis" (2007). Only closed landmarks exist: those whose horizon
/// is past, so that "it did not follow" is known and not merely awaited.
/// </remarks>
/// <param name="Person">Who, as a hash that stays the same.</param>
/// <param name="At">When. Only signals up to here, the instant itself included, count for the features.</param>
/// <param name="Occurred">Whether the outcome came after that instant and not later than the horizon.</param>
/// <param name="Relevances">wF·F + wR·R + wC·C of each measure, C being 1 where the measure ever occurred; 0 where it never did.</param>
public sealed record OutcomeExample(ulong Person, Instant At, bool Occurred, float[] Relevances)
{
    internal void Write(ByteWriter writer)
    {
        writer.Fixed(Person);
        writer.Signed(At.Ticks);
        writer.Byte((byte)(Occurred ? 1 : 0));
        writer.Unsigned((ulong)Relevances.Length);
        foreach (var relevance in Relevances)
        {
            writer.Unsigned(BitConverter.SingleToUInt32Bits(relevance));
        }
    }

    /// <summary>Reads an example.</summary>
    /// <exception cref="FormatException">The bytes are no example.</exception>
    internal static OutcomeExample Read(ref ByteReader reader)
    {
        var (person, at, occurred) = (reader.Fixed(), reader.SignedInstant(), reader.Byte() != 0);
        var relevances = new float[reader.Count()];
        foreach (ref var relevance in relevances.AsSpan())
        {
            var bits = reader.Unsigned();
            relevance = bits <= uint.MaxValue ? BitConverter.UInt32BitsToSingle((uint)bits) : throw new FormatException($"{bits:x} is no relevance");
        }

        return new OutcomeExample(person, at, occurred, relevances);
    }
}

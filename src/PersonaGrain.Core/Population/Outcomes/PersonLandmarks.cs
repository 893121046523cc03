using PersonaGrain.Binary;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Outcomes;

/// <summary>The landmarks of one person.</summary>
/// <param name="Person">The number that stands for the person.</param>
/// <param name="Since">The first signal.</param>
/// <param name="Examples">By score, in the order of the plan, in the order of time.</param>
internal sealed record PersonLandmarks(ulong Person, Instant Since, OutcomeExample[][] Examples)
{
    internal static readonly IComparer<PersonLandmarks> ByPerson = Comparer<PersonLandmarks>.Create(static (one, other) => one.Person.CompareTo(other.Person));

    internal void Write(ByteWriter writer)
    {
        writer.Fixed(Person);
        writer.Signed(Since.Ticks);
        writer.Unsigned((ulong)Examples.Length);
        foreach (var examples in Examples)
        {
            writer.Unsigned((ulong)examples.Length);
            foreach (var example in examples)
            {
                example.Write(writer);
            }
        }
    }

    internal static PersonLandmarks Read(ref ByteReader reader)
    {
        var (person, since) = (reader.Fixed(), reader.SignedInstant());
        var examples = new OutcomeExample[reader.Count()][];
        foreach (ref var own in examples.AsSpan())
        {
            own = new OutcomeExample[reader.Count()];
            foreach (ref var example in own.AsSpan())
            {
                example = OutcomeExample.Read(ref reader);
            }
        }

        return new PersonLandmarks(person, since, examples);
    }
}

using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Signals;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>Counts people, and keeps those of them with the least numbers: a fair sample, the same in any parts and any order.</summary>
/// <remarks>
/// Everybody up to a number is kept; that number falls where more people come than there is room for. Who is taken out of a sample that was full once leaves a
/// gap, since those above the number are not known any more: what is left is as fair a sample, of one person less. Of two people with one number one is kept.
/// </remarks>
/// <param name="most">How many are kept; at least 1.</param>
public sealed class PersonSample(int most)
{
    private static readonly IComparer<PersonFeatures> ByPerson = Comparer<PersonFeatures>.Create(static (one, other) => one.Person.CompareTo(other.Person));

    private readonly SortedSet<PersonFeatures> _kept = new(ByPerson);
    private ulong _limit = ulong.MaxValue;

    /// <summary>How many people were counted.</summary>
    public long People { get; private set; }

    /// <summary>Those that are kept, by number.</summary>
    public IReadOnlyCollection<PersonFeatures> Kept => _kept;

    /// <summary>Counts a person, or takes one out.</summary>
    /// <returns>Whether a person who is added is to be kept.</returns>
    internal bool Count(ulong person, int step)
    {
        People += step;
        if (step < 0)
        {
            _kept.Remove(new PersonFeatures(person, []));
        }

        return step > 0 && person <= _limit;
    }

    /// <summary>Keeps a person who was counted.</summary>
    internal void Keep(in PersonFeatures person)
    {
        if (person.Person > _limit || !_kept.Add(person) || _kept.Count <= most)
        {
            return;
        }

        var last = _kept.Max;
        _kept.Remove(last);
        _limit = last.Person - 1;
    }

    /// <summary>Adds what another part of the census counted.</summary>
    internal void Merge(PersonSample other)
    {
        People += other.People;
        Restrict(other._limit);
        foreach (var person in other._kept)
        {
            Keep(person);
        }
    }

    /// <summary>Writes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="traits">The traits that are compared; without any, nothing is written of values.</param>
    internal void Write(ByteWriter writer, ComparedTrait[] traits)
    {
        writer.Signed(People);
        writer.Fixed(_limit);
        writer.Unsigned((ulong)_kept.Count);
        foreach (var kept in _kept)
        {
            writer.Fixed(kept.Person);
            foreach (var relevance in kept.Relevances)
            {
                writer.Unsigned(BitConverter.SingleToUInt32Bits(relevance));
            }

            if (traits.Length > 0)
            {
                writer.Unsigned((ulong)kept.Values.Count);
                foreach (var (trait, value) in kept.Values)
                {
                    writer.Unsigned((ulong)Array.FindIndex(traits, one => one.Name == trait));
                    AttributeCodec.Write(value, writer);
                }
            }
        }
    }

    /// <summary>Reads what was written of so many measures and the same traits.</summary>
    internal void Read(ref ByteReader reader, int width, ComparedTrait[] traits)
    {
        (People, _limit) = (reader.Signed(), reader.Fixed());
        for (var left = reader.Count(); left > 0; left--)
        {
            var (person, relevances) = (reader.Fixed(), new float[width]);
            foreach (ref var relevance in relevances.AsSpan())
            {
                relevance = BitConverter.UInt32BitsToSingle((uint)reader.Unsigned());
            }

            Keep(new PersonFeatures(person, relevances) { Values = traits.Length == 0 ? [] : ReadValues(ref reader, traits) });
        }
    }

    private static TraitValue[] ReadValues(ref ByteReader reader, ComparedTrait[] traits)
    {
        var values = new TraitValue[reader.Count()];
        foreach (ref var value in values.AsSpan())
        {
            var trait = reader.Unsigned();
            value = trait < (ulong)traits.Length ? new TraitValue(traits[trait].Name, AttributeCodec.Read(ref reader)) : throw new FormatException($"no trait has the number {trait}");
        }

        return values;
    }

    private void Restrict(ulong limit)
    {
        if (limit >= _limit)
        {
            return;
        }

        _limit = limit;
        _kept.RemoveWhere(person => person.Person > limit);
    }
}

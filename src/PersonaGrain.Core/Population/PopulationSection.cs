using System.Buffers;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Population;

/// <summary>One thing that all people together say, such as correlations: immutable, with a stored form of its own.</summary>
public abstract class PopulationSection
{
    /// <summary>What it is known by. Stored: must not change.</summary>
    public abstract string Name { get; }

    /// <summary>The version of its stored form.</summary>
    public abstract byte Version { get; }

    /// <summary>Writes it; equal sections give equal bytes.</summary>
    public abstract void Write(IBufferWriter<byte> target);

    /// <summary>Whether a membership, or what the index of fields has, may be another one than under what it said before.</summary>
    /// <param name="catalog">The catalog in force.</param>
    /// <param name="before">The section of before; null where there was none.</param>
    public abstract bool Decides(Catalog catalog, PopulationSection? before);

    /// <summary>Whether another section says exactly the same.</summary>
    public bool SaysTheSameAs(PopulationSection? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || other.Name != Name || other.Version != Version)
        {
            return false;
        }

        var (own, others) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        Write(own);
        other.Write(others);
        return own.WrittenSpan.SequenceEqual(others.WrittenSpan);
    }
}

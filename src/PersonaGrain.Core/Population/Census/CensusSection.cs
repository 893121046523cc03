using System.Buffers;

namespace PersonaGrain.Population.Census;

/// <summary>What a census gathers for one thing that the population says: a sum over people, in any order and in any parts.</summary>
/// <remarks>Adding a person and taking it out again leaves what would be there without it; where a section is a sketch, within the error that it states.</remarks>
public abstract class CensusSection
{
    /// <summary>What it is known by, between processes of one version too.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it is made of the past of people, and not of what they are now alone.</summary>
    public virtual bool WantsHistory => false;

    /// <summary>Whether accounts are counted in it, and not people alone.</summary>
    public virtual bool WantsAccounts => false;

    /// <summary>Adds a person, or takes it out.</summary>
    /// <param name="person">The person.</param>
    /// <param name="step">1 to add, −1 to take out.</param>
    public abstract void Add(in CensusSubject person, int step);

    /// <summary>Adds an account, or takes it out; only where accounts are wanted.</summary>
    /// <param name="account">The account, under what the catalog says of accounts.</param>
    /// <param name="step">1 to add, −1 to take out.</param>
    public virtual void AddAccount(in CensusSubject account, int step)
    {
    }

    /// <summary>Adds the past of a person who is in the sample, or takes it out.</summary>
    /// <param name="history">The past.</param>
    /// <param name="step">1 to add, −1 to take out.</param>
    public virtual void Learn(in CensusHistory history, int step)
    {
    }

    /// <summary>Adds what another part of the census gathered.</summary>
    public abstract void Merge(CensusSection other);

    /// <summary>Writes it for another process; equal sums give equal bytes.</summary>
    public abstract void Write(IBufferWriter<byte> target);

    /// <summary>Reads what was written, into one that is empty.</summary>
    /// <exception cref="FormatException">The bytes are none.</exception>
    public abstract void Read(ReadOnlySpan<byte> source);
}

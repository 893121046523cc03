using PersonaGrain.Signals;

namespace PersonaGrain.Population.Census;

/// <summary>Of whom a census looks at the past: of everybody while there are few, else of people chosen by a number that stands for each, so that it is the same ones each time.</summary>
/// <param name="Most">The greatest number of <see cref="CensusSubject.NumberOf"/> that is in it.</param>
public readonly record struct CensusSample(ulong Most)
{
    /// <summary>Everybody.</summary>
    public static readonly CensusSample All = new(ulong.MaxValue);

    /// <summary>A sample of about so many.</summary>
    /// <param name="people">How many people there are.</param>
    /// <param name="wanted">How many are wanted.</param>
    public static CensusSample Of(long people, long wanted) =>
        people <= wanted ? All : new CensusSample((ulong)(ulong.MaxValue * ((double)wanted / people)));

    /// <summary>Whether a person is in it.</summary>
    public bool Includes(ProfileId person) => CensusSubject.NumberOf(person) <= Most;
}

using PersonaGrain.Learning.Evaluation;
using PersonaGrain.Population.LookAlikes;

namespace PersonaGrain.Learning.LookAlikes;

/// <summary>The people of a census whom a look-alike is learned from, and those who are held back to judge it by: two of ten, by their numbers, for good.</summary>
internal sealed class LookAlikeData
{
    private LookAlikeData(PersonFeatures[] members, PersonFeatures[] others, int measures)
    {
        (Members, Others, Measures) = ([.. members.Where(IsLearned)], [.. others.Where(IsLearned)], measures);
        HeldBack = [.. members.Where(static one => !IsLearned(one)), .. others.Where(static one => !IsLearned(one))];
        HeldBackMembers = members.Length - Members.Length;
    }

    /// <summary>Members to learn from.</summary>
    internal PersonFeatures[] Members { get; }

    /// <summary>Others to learn from.</summary>
    internal PersonFeatures[] Others { get; }

    /// <summary>How many measures each has.</summary>
    internal int Measures { get; }

    /// <summary>Those held back: members, then others.</summary>
    internal PersonFeatures[] HeldBack { get; }

    /// <summary>How many of these are members.</summary>
    internal int HeldBackMembers { get; }

    /// <summary>Sifts people: whose relevances are no finite numbers say nothing.</summary>
    internal static LookAlikeData Of(IEnumerable<PersonFeatures> members, IEnumerable<PersonFeatures> others, int measures) =>
        new([.. members.Where(IsFinite)], [.. others.Where(IsFinite)], measures);

    /// <summary>The people held back as a model ranks them.</summary>
    internal Forecasts Forecast(LookAlikeModel model)
    {
        var scores = Array.ConvertAll(HeldBack, one => model.Rank(one));
        return new Forecasts(scores, scores, [.. HeldBack.Select((_, index) => index < HeldBackMembers)], Array.ConvertAll(HeldBack, static one => one.Person));
    }

    private static bool IsLearned(PersonFeatures person) => PersonSplit.Of(person.Person) != PersonPart.HoldBack;

    private static bool IsFinite(PersonFeatures person) => Array.TrueForAll(person.Relevances, float.IsFinite);
}

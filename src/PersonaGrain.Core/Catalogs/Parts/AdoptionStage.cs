using static PersonaGrain.Catalogs.PersonalityTrait;
using static PersonaGrain.Catalogs.PersuasionPrinciple;

namespace PersonaGrain.Catalogs.Parts;

/// <summary>A segment of the adoption curve.</summary>
/// <param name="Name">Its name, behind that of what is adopted.</param>
/// <param name="Description">What its people are like.</param>
/// <param name="Approach">How they may best be spoken to: a starting point that is to be tested, see docs/adoption.md.</param>
public sealed record AdoptionStage(string Name, string Description, SegmentApproach Approach)
{
    /// <summary>
    /// The percentiles at which the curve is cut: those of E. M. Rogers, "Diffusion of Innovations" (5th ed. 2003), chapter 7, at two and one standard deviations before the
    /// mean, at it, and one after; the last 16 % are split as the mirror of the first 16 %.
    /// </summary>
    public static readonly IReadOnlyList<double> Percentiles = [97.5, 84, 50, 16, 2.5];

    /// <summary>The stages from the first to adopt to the last, one more than there are cuts.</summary>
    public static readonly IReadOnlyList<AdoptionStage> All =
    [
        new("innovators", "The first to adopt: venturesome, at ease with what is uncertain", Of(Openness, Scarcity, Reciprocity, Commitment)),
        new("early_adopters", "Respected by others, who look to them before they adopt", Of(Extraversion, Reciprocity, Commitment, Scarcity)),
        new("early_majority", "Deliberate: they adopt before the average person, and seldom lead", Of(Conscientiousness, Commitment, Reciprocity, Authority)),
        new("late_majority", "Sceptical: they adopt after the average person, when most others have", Of(Agreeableness, SocialProof, Liking, Authority)),
        new("late_adopters", "Cautious: they adopt when hardly a risk is left", Of(Neuroticism, SocialProof, Authority, Commitment)),
        new("laggards", "The last to adopt: what was done before is what they go by", Of(Conscientiousness, Liking, Authority, SocialProof)),
    ];

    /// <summary>Those who both like it and reach others, whatever their stage.</summary>
    public static readonly AdoptionStage Influencers = new(
        "influencers", "They like it and reach many: what they say carries far", Of(Extraversion, Reciprocity, Unity, Scarcity));

    private static SegmentApproach Of(PersonalityTrait personality, params PersuasionPrinciple[] persuasion) => new(personality, persuasion);
}

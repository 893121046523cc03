namespace PersonaGrain.Grains.Wire;

/// <summary>What came of telling an actor that there is news of another one that it follows.</summary>
/// <param name="Through">The newest entry of the other one's journal that it has, or has looked at to see that it follows no further.</param>
/// <param name="Follows">Whether it follows that one any further.</param>
[GenerateSerializer, Immutable, Alias("personagrain.follow-reply")]
public sealed record FollowReply(
    [property: Id(0)] long Through,
    [property: Id(1)] bool Follows);

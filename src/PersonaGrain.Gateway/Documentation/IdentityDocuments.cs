namespace PersonaGrain.Gateway.Documentation;

/// <summary>The operations on identities.</summary>
internal static class IdentityDocuments
{
    private static readonly (int, string) Unusable = (422, "An identity can not be used: its kind is not declared, its value has no form of its kind, or stands for nobody.");

    internal static OperationDocument Link { get; } = new(
        "Make identities one person",
        "Whatever was known of each is known of the person, as if all of it had come by one identity; any of them reads it from now on. "
        + "Doing it again changes nothing. What a signal names together is joined by it, within the catalog's rules; this also joins what those do not let signals join.")
    {
        Tag = OperationTags.Sending,
        BodySchema = "LinkRequest",
        AnswerSchema = "Link",
        Body = ("application/json", """{"identities":["anonymous:7f3","user:ann"]}"""),
        Answer = "They are one person: linked, or unchanged where they were.",
        Problems =
        [
            OperationDocuments.Refused, (409, "The person would have more identities of a kind than the catalog's limit, or one has too long a history."),
            OperationDocuments.TooLarge, Unusable, OperationDocuments.Unavailable,
        ],
    };

    internal static OperationDocument Unlink { get; } = new(
        "Give an identity back",
        "It has a profile of its own again, of exactly the signals that came by it; the person and it are as if they had never been joined. "
        + "Signals that name both do not join them again; a request does. What would change nothing is refused.")
    {
        Tag = OperationTags.Operating,
        BodySchema = "UnlinkRequest",
        AnswerSchema = "Unlink",
        Body = ("application/json", """{"identity":"anonymous:7f3"}"""),
        Answer = "It is a person of its own.",
        Problems =
        [
            OperationDocuments.Refused, (409, "It is not linked, has too long a history, or its signals are not kept any more."),
            OperationDocuments.TooLarge, Unusable, OperationDocuments.Unavailable,
        ],
    };

    internal static OperationDocument Person { get; } = new(
        "The identities of a person", "By any of them: which there are, when and why each came, and which were given back.")
    {
        AnswerSchema = "Person",
        Parameters = [AsOfDocuments.Recorded],
        Answer = "The identities.",
        Problems = [OperationDocuments.Refused, OperationDocuments.NoProfile, AsOfDocuments.NotAsOf],
    };
}

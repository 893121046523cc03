using PersonaGrain.Gateway.Documentation.Schemas;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>The operations on accounts.</summary>
internal static class AccountDocuments
{
    private static readonly (int, string) NoAccount = (404, "Nothing is known of this account.");

    private static readonly (int, string) Unfit =
        (409, "The catalog has no accounts, the person belongs to as many as one can, or a signal with a later time says otherwise.");

    internal static OperationDocument One { get; } = new(
        "An account as of now",
        "Its profile, with its members in numbers, by role. It is read by its key, account:ID, wherever a profile is: its scores and timeline, decisions, events.")
    {
        AnswerSchema = "Profile",
        Parameters = [AsOfDocuments.At],
        Answer = "The account.",
        Problems = [OperationDocuments.Refused, NoAccount, AsOfDocuments.NotAsOf],
    };

    internal static OperationDocument Members { get; } = new("The members of an account", "Who belongs to it: page by page, by their keys.")
    {
        AnswerSchema = "AccountMembers",
        Parameters =
        [
            new("cursor", "'next' of the page before; absent for the first."),
            new("limit", "Members of a page, 1 to 10,000; default 100.") { Schema = Shape.Whole("1 to 10,000.") },
        ],
        Answer = "The members.",
        Problems = [OperationDocuments.Refused, NoAccount],
    };

    internal static OperationDocument Add { get; } = new(
        "Make a person a member of an account, or change its role",
        "As a group call of the person would, at the time of the request. The person is named by any identity; without a role it keeps the one it has.")
    {
        Tag = OperationTags.Operating,
        BodySchema = "MemberRequest",
        AnswerSchema = "MemberChange",
        Body = ("application/json", """{"role":"buyer"}"""),
        Answer = "The person belongs to the account: added, changed, or unchanged where it was so.",
        Problems = [OperationDocuments.Refused, Unfit, OperationDocuments.TooLarge, (429, "The grid is busy."), OperationDocuments.Unavailable],
    };

    internal static OperationDocument Remove { get; } = new(
        "Take a person out of an account",
        "From then on the account is as if this person's signals had never been its. What would change nothing is refused.")
    {
        Tag = OperationTags.Operating,
        AnswerSchema = "MemberChange",
        Answer = "The person does not belong to the account any more.",
        Problems = [OperationDocuments.Refused, (404, "The person is no member of it."), Unfit, (429, "The grid is busy."), OperationDocuments.Unavailable],
    };
}

using Microsoft.OpenApi;

namespace PersonaGrain.Gateway.Documentation.Schemas;

/// <summary>What is read by <see cref="Accounts.MemberRequest"/> and written by <see cref="Json.AccountJson"/>.</summary>
internal static class AccountSchemas
{
    internal static IEnumerable<(string Name, OpenApiSchema Schema)> All() =>
    [
        ("Belonging", Shape.Object(
            "An account that a person belongs to.",
            ("account", Shape.Text("The account's id.")),
            ("role?", Shape.Text("What the person is to it; absent where no signal said.")),
            ("since", Shape.Time("When the newest signal said so.")))),
        ("MemberSummary", Shape.Object(
            "Who belongs to an account, in numbers.",
            ("count", Shape.Whole("How many people.")),
            ("roles", Shape.Map("How many have each role.", Shape.Whole("How many."))),
            ("truncated?", Shape.Flag("True where there were more than an account takes; else absent.")))),
        ("AccountMembers", Shape.Object(
            "A page of the people that belong to an account.",
            ("account", Shape.Text("The account's id.")),
            ("members", Shape.List("The people, by their keys.", Shape.Ref("AccountMember"))),
            ("next", Shape.Text("The cursor of the next page; null after the last.").OrNull()))),
        ("AccountMember", Shape.Object(
            "A person that belongs to an account.",
            ("profile", Shape.Text("The person.")),
            ("role?", Shape.Text("What the person is to the account; absent where no signal said.")),
            ("since", Shape.Time("When the newest signal said so.")),
            ("lastSeen", Shape.Time("The person's newest signal.")),
            ("segments", Shape.List("The segments that the person is in.", Shape.Text("A segment."))))),
        ("MemberRequest", Shape.Object("What a person is to an account.", ("role?", Shape.Text("Such as buyer; 1 to 100 characters.").OrNull()))),
        ("MemberChange", Shape.Object(
            "What a request made of a person and an account.",
            ("status", Shape.Choice("What changed.", "added", "changed", "unchanged", "removed")),
            ("account", Shape.Text("The account's id.")),
            ("person", Shape.Text("The identity that the person's profile is kept under.")),
            ("role?", Shape.Text("What the person is, or was, to the account.")))),
    ];
}

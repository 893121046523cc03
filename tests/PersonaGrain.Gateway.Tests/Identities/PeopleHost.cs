using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Identities;

/// <summary>A gateway whose catalog knows kinds of identities.</summary>
internal static class PeopleHost
{
    internal const string Kinds = """
        { "email": { "normalize": "email", "trait": "email" }, "phone": { "normalize": "phone" }, "ios_idfa": { "priority": 5 }, "user": { "limit": 2 } }
        """;

    internal static Task<GatewayHost> StartAsync(GatewayOptions? options = null) =>
        GatewayHost.StartAsync(Some.Catalog(traits: """{ "email": { "type": "string", "format": "email" } }""", identities: Kinds), options);

    /// <summary>Sends one call of the tracking API and expects it to be taken without a note.</summary>
    internal static async Task TakeAsync(this GatewayHost host, string call, string json)
    {
        var answer = await host.PostAsync("/v1/" + call, json);
        (answer.Status, answer.Text).ShouldBe((200, """{"success":true}"""));
    }

    /// <summary>How many signals a profile has; null where it is not known.</summary>
    internal static async Task<int?> SignalsAsync(this GatewayHost host, string id) =>
        await host.GetAsync("/v1/profiles/" + Uri.EscapeDataString(id)) is { Status: 200 } answer ? answer.Json.GetProperty("signals").GetInt32() : null;

    /// <summary>The notes of an answer: field and reason.</summary>
    internal static string[] Notes(this Answer answer) => answer.Json.TryGetProperty("notes", out var notes)
        ? [.. notes.EnumerateArray().Select(static note => $"{note.GetProperty("field").GetString()} {note.GetProperty("reason").GetString()}")]
        : [];
}

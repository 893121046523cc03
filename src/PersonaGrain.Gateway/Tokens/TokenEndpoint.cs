using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tokens;

/// <summary>
/// Makes tokens that open one profile. The profile need not be known yet: a new visitor's page may ask before the first signal came.
/// </summary>
internal sealed partial class TokenEndpoint(TokenSigner signer, ServedDirectory directory, Refusals refusals, TimeProvider time, ILogger<TokenEndpoint> log)
{
    internal const string Source = "token";
    internal const int MaximumBytes = 4 * 1024;
    private int _told;

    /// <summary>Makes one.</summary>
    internal async Task MakeAsync(HttpContext context)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        using (body)
        {
            var request = default(TokenRequest);
            problem ??= TokenRequest.Read(body!.Bytes, Kinds(context), out request);
            await (problem is null ? AnswerAsync(context, request) : refusals.RefuseAsync(context, Source, problem));
        }
    }

    private Task AnswerAsync(HttpContext context, TokenRequest request)
    {
        if (signer.IsTemporary && Interlocked.Exchange(ref _told, 1) == 0)
        {
            LogTemporary(log);
        }

        // Whole seconds, so that what is answered is exactly what was signed.
        var expires = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()).AddMinutes(request.Minutes);
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, (Token: Sign(context, request.Profile, expires), request.Profile, expires), static (writer, made) =>
        {
            writer.WriteStartObject();
            writer.WriteString("token"u8, made.Token);
            writer.WriteString("profile"u8, made.Profile.Value);
            InstantJson.Write(writer, "expires"u8, Instant.From(made.expires));
            writer.WriteEndObject();
        });
    }

    private static IdentityKinds Kinds(HttpContext context) =>
        context.Features.Get<WorkspaceOperations>()?.Workspace.Grid.Catalog.Identities ?? IdentityKinds.Standard;

    private string Sign(HttpContext context, ProfileId profile, DateTimeOffset expires)
    {
        var name = context.Features.Get<ShownWorkspace>()?.Name ?? WorkspaceName.Main;
        var created = name.IsMain ? default : directory.Open.Workspaces.FirstOrDefault(workspace => workspace.Name == name)?.Created ?? default;
        return signer.Sign(name, created, profile, expires);
    }

    [LoggerMessage(1, LogLevel.Warning,
        "no Tokens:Secret is configured, so tokens are signed with a secret that this process made at its start: other gateways do not know them, "
        + "and they end with the process")]
    private static partial void LogTemporary(ILogger log);
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Net.Http.Headers;
using PersonaGrain.Dashboard.Access;
using PersonaGrain.Gateway.Documentation;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Dashboard.Segments;

/// <summary>Files of people that a page links to: what the API lists, to whoever has a session, of the workspace of that session; a link of a page of another one is refused.</summary>
/// <remarks>The same code writes them as <c>GET /v1/segments/{id}/members</c> and <c>GET /v1/profiles</c> with <c>format=csv</c>: page by page, and with texts that no spreadsheet takes for formulas.</remarks>
internal static class SegmentDownloads
{
    private static readonly HostedOperation Members = new(new GatewayOperation("page_members", KeyScope.Read));
    private static readonly HostedOperation Alike = new(new GatewayOperation("page_alike", KeyScope.Read));
    private const string OfWorkspace = "workspace";

    /// <summary>Maps them.</summary>
    internal static void Map(WebApplication application)
    {
        Add(application, "/segments/{name}/members.csv", Members, KnownParameters.Of(SearchDocuments.Members).Names, static (operations, context, name) => operations.Segments.MembersAsync(context, name));
        Add(application, "/segments/{name}/alike.csv", Alike, ["score", "limit"], static (operations, context, name) => operations.Searches.AlikeAsync(context, name));
    }

    private static void Add(WebApplication application, string path, HostedOperation operation, IEnumerable<string> parameters, Func<WorkspaceOperations, HttpContext, string, Task> list)
    {
        var known = new KnownParameters(parameters.Append(OfWorkspace).ToHashSet(StringComparer.OrdinalIgnoreCase));
        application
            .MapGet(path, (HttpContext context, KeySessions sessions, GatewayWorkspaces workspaces, Refusals refusals, string name) =>
                sessions.Of(context.User) is { } access && workspaces.Find(access.Workspace) is { } operations
                    ? AnotherOf(context.Request, access) is { } problem
                        ? refusals.RefuseAsync(context, operation.Operation.Name, problem)
                        : WriteAsync(new Download(context, operations, operation.Operation, refusals), FileName(access, operation, name), running => list(operations, running, name))
                    : context.ChallengeAsync(KeyCookie.Scheme))
            .WithMetadata(PageEndpoint.File, operation, known)
            .RequireAuthorization(ReaderRequirement.Policy)
            .RequireRateLimiting(ConcurrencyBound.Requests)
            .ExcludeFromDescription();
    }

    /// <summary>Why a link is not followed: the page is of another workspace than the session by now, by what another page of the browser did.</summary>
    private static Problem? AnotherOf(HttpRequest request, SessionAccess access) => (string?)request.Query[OfWorkspace] is { } of && of != access.Workspace.Text
        ? new Problem("workspace_refused", $"the page is of another workspace than this browser, which is in {access.Workspace} now; open the page anew", OfWorkspace)
        : null;

    private static Task WriteAsync(Download download, string file, RequestDelegate list)
    {
        var (context, operations, operation, refusals) = download;
        context.Features.Set(operations);
        context.Request.QueryString = context.Request.QueryString.Add("format", "csv");
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode == StatusCodes.Status200OK)
            {
                var disposition = new ContentDispositionHeaderValue("attachment");
                disposition.SetHttpFileName(file);
                context.Response.Headers.ContentDisposition = disposition.ToString();
            }

            return Task.CompletedTask;
        });
        return operations.Bounds.RunAsync(context, operation, list, refusals);
    }

    /// <summary>Of which workspace, where it is not main; of which segment; and what.</summary>
    private static string FileName(SessionAccess access, HostedOperation operation, string name)
    {
        var workspace = access.Workspace.IsMain ? string.Empty : access.Workspace.Text + "-";
        return $"{workspace}{name}-{(operation == Members ? "members" : "alike")}.csv";
    }

    private sealed record Download(HttpContext Context, WorkspaceOperations Operations, GatewayOperation Operation, Refusals Refusals);
}

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

/// <summary>Files of people that a page links to: what the API lists, to whoever has a session, of the workspace of that session.</summary>
/// <remarks>The same code writes them as <c>GET /v1/segments/{id}/members</c> and <c>GET /v1/profiles</c> with <c>format=csv</c>: page by page, and with texts that no spreadsheet takes for formulas.</remarks>
internal static class SegmentDownloads
{
    private static readonly HostedOperation Members = new(new GatewayOperation("page_members", KeyScope.Read));
    private static readonly HostedOperation Alike = new(new GatewayOperation("page_alike", KeyScope.Read));

    /// <summary>Maps them.</summary>
    internal static void Map(WebApplication application)
    {
        Add(application, "/segments/{name}/members.csv", Members, SearchDocuments.Members, static (operations, context, name) => operations.Segments.MembersAsync(context, name));
        Add(application, "/segments/{name}/alike.csv", Alike, SearchDocuments.List, static (operations, context, _) => operations.Searches.ListAsync(context));
    }

    private static void Add(WebApplication application, string path, HostedOperation operation, OperationDocument document, Func<WorkspaceOperations, HttpContext, string, Task> list)
    {
        var known = KnownParameters.Of(document);
        application
            .MapGet(path, (HttpContext context, KeySessions sessions, GatewayWorkspaces workspaces, Refusals refusals, string name) =>
                sessions.Of(context.User) is { } access && workspaces.Find(access.Workspace) is { } operations
                    ? WriteAsync(new Download(context, operations, operation.Operation, refusals), FileName(access, operation, name), running => list(operations, running, name))
                    : context.ChallengeAsync(KeyCookie.Scheme))
            .WithMetadata(PageEndpoint.Page, operation, known)
            .RequireAuthorization(ReaderRequirement.Policy)
            .RequireRateLimiting(ConcurrencyBound.Requests)
            .ExcludeFromDescription();
    }

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

"""How many statements an answer took, told in its header. Only the bench's own settings name this."""

from django.db import connection

HEADER = "x-db-queries"


class CountedMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = []

        def counted(execute, sql, params, many, context):
            asked.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response[HEADER] = str(len(asked))
        return response

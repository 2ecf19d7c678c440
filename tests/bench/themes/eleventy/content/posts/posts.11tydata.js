export default { layout: "post.njk", permalink: (d) => `/posts/${d.page.fileSlug}/` };
